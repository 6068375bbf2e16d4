"""How forms look and what they accept: the crispy pack, the fields and the error words."""

"""Letters as PDF: what one says, as typed data, and the rendering of it."""

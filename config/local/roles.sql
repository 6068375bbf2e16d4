-- The two roles of the database we are connected to: the owner, who migrates, and the web, who
-- works. Roles are the server's, so a second council's database finds them made; rights are not.
-- Which tables the web may read and write is said by the migrations. Safe to run again.
-- Used by the embedded server and by docker-compose.yml alike.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'traedesten_owner') THEN
        CREATE ROLE traedesten_owner LOGIN CREATEDB CREATEROLE;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'traedesten_web') THEN
        CREATE ROLE traedesten_web LOGIN;
    END IF;
    EXECUTE format('ALTER DATABASE %I OWNER TO traedesten_owner', current_database());
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO traedesten_web', current_database());
END
$$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO traedesten_web;

-- The two roles of the database `traedesten`: the owner, who migrates, and the web, who works.
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
END
$$;
ALTER DATABASE traedesten OWNER TO traedesten_owner;
REVOKE ALL ON DATABASE traedesten FROM PUBLIC;
GRANT CONNECT ON DATABASE traedesten TO traedesten_web;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO traedesten_web;

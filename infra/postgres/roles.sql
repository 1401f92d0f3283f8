-- The role and the database of the platform. Run once by a superuser, in compose and natively alike.
-- psql variables: saga_password, saga_createdb (NOCREATEDB, or CREATEDB where tests make databases of their own).
-- The platform is never superuser, creates no roles and sees no other database.
SELECT 'CREATE ROLE saga' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'saga') \gexec
ALTER ROLE saga WITH LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS :saga_createdb PASSWORD :'saga_password';
SELECT 'CREATE DATABASE saga OWNER saga' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'saga') \gexec
REVOKE ALL ON DATABASE saga FROM PUBLIC;

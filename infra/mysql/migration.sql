-- What the migration may (node packages/db/src/main.ts): make tables, change them, and move what is in them. The rights are on
-- the database, since there are no tables before it has run. For an administrator, before the first migration.
-- In the name of a database `_` stands for any character: with a backslash it does not, unless partial_revokes is on.

GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX ON `post\_views`.* TO migration;

-- From its next start on, a node that is not in the group takes no writes, and no clients but administrators.
SET PERSIST_ONLY super_read_only = ON;
SET PERSIST_ONLY offline_mode = ON;

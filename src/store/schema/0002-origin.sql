-- Where a capture comes from (model/origin.ts): an archive, a list of edges between hosts, somebody's export.
ALTER TABLE captures ADD COLUMN IF NOT EXISTS origin UInt8 AFTER record_length;

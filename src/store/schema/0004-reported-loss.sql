-- When the export that a row comes from says that its link was lost; 1970 where it does not. A report, and no proof (compute/link-states.ts).
ALTER TABLE captures ADD COLUMN IF NOT EXISTS reported_lost_at DateTime('UTC') AFTER origin;

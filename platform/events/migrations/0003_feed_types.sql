-- A feed knows the types of its events, so that a reader who passes over most of them does not look each one up. NULL: from before this
-- release, or from a process of the release before; then the event itself is asked.
-- An event is numbered once because whoever numbers it has just deleted its pending row, which has a key: a second one here cost as much as
-- the row. First this table, as a sequencer locks them.
ALTER TABLE event_feed ADD COLUMN type text, DROP CONSTRAINT event_feed_event_id_key;
ALTER TABLE event_pending ADD COLUMN type text;

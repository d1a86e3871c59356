-- For the sweeper. Rows come in order of time, so ranges of blocks are enough and cost registration next to nothing.
CREATE INDEX request_created ON request USING brin (created_at);

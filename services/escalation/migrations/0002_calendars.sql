-- Who has set anything for the days and hours of work: a court for itself and the courts below it; the row of path '' stands for
-- the holidays that come with the program. The version of a court's calendar is the highest of its row and those above it. Edits
-- hold `configuration`, so that versions become visible in their order.
CREATE TABLE calendar (
  court_path  text PRIMARY KEY,
  court_id    text NOT NULL,
  id          uuid NOT NULL UNIQUE,       -- The stream of its history.
  version     bigint NOT NULL,
  update_time timestamptz NOT NULL,
  revision    bigint NOT NULL,
  hash        bytea NOT NULL
);

-- Hours are lists of "08:30-12:00".
CREATE TABLE calendar_day (
  court_path text NOT NULL REFERENCES calendar,
  day        date NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('HOLIDAY', 'MAKEUP', 'SPECIAL')),
  name       text NOT NULL,
  hours      json NOT NULL,
  PRIMARY KEY (court_path, day)
);

CREATE TABLE calendar_hours (
  court_path text NOT NULL REFERENCES calendar,
  from_day   date NOT NULL,
  hours      json NOT NULL,
  PRIMARY KEY (court_path, from_day)
);

-- Notices that were entered, in place of what the program carries (data/public_holidays.json).
CREATE TABLE published_year (
  year     integer PRIMARY KEY,
  source   text NOT NULL,
  address  text NOT NULL,
  holidays json NOT NULL
);

-- Which holidays of the program were put into force, so that a new program with others projects the clocks anew, once.
CREATE TABLE installed_holidays (
  fingerprint  text PRIMARY KEY,
  install_time timestamptz NOT NULL
);

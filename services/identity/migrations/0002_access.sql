-- Sessions, the guard against guessing, and API keys. Tokens and secrets are kept as SHA-256 only.

CREATE TABLE session (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES user_account,
  token_hash bytea NOT NULL UNIQUE,
  create_time timestamptz NOT NULL,
  last_active_time timestamptz NOT NULL,
  expire_time timestamptz NOT NULL
);
CREATE INDEX session_by_user ON session (user_id, create_time);
CREATE INDEX session_by_expiry ON session (expire_time);

-- One row for each name that was tried in vain, whether it exists or not; `login_index` is a keyed hash of the name,
-- because people type passwords into the wrong field.
CREATE TABLE login_guard (
  login_index bytea PRIMARY KEY,
  failures integer NOT NULL,
  last_failure_time timestamptz NOT NULL,
  locked_until timestamptz
);
CREATE INDEX login_guard_age ON login_guard (last_failure_time);

CREATE TABLE api_key (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  court_id uuid NOT NULL REFERENCES court,
  scopes text[] NOT NULL,
  secret_hash bytea NOT NULL,
  created_by_id uuid NOT NULL,
  created_by_name text NOT NULL,
  create_time timestamptz NOT NULL,
  expire_time timestamptz,
  last_used_time timestamptz,
  revoke_time timestamptz,
  revision bigint NOT NULL,
  event_hash bytea NOT NULL
);

CREATE VIEW api_key_detail AS
SELECT k.id, k.name, k.court_id, c.path AS court_path, array_to_string(k.scopes, ',') AS scopes, k.created_by_id, k.created_by_name,
       k.create_time, k.expire_time, k.last_used_time, k.revoke_time, k.revision, k.event_hash
FROM api_key k
JOIN court c ON c.id = k.court_id;

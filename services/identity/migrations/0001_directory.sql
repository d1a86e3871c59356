-- Courts, departments, users and roles. Every stream row carries the revision and hash of its last event.

CREATE TABLE court (
  id uuid PRIMARY KEY,
  code text COLLATE "C" NOT NULL UNIQUE CHECK (code !~ '[/[:space:]]'),
  name text NOT NULL,
  parent_id uuid REFERENCES court,
  path text COLLATE "C" NOT NULL UNIQUE CHECK (path ~ '^/.*/$'),
  revision bigint NOT NULL,
  event_hash bytea NOT NULL,
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL
);
CREATE UNIQUE INDEX court_one_root ON court ((parent_id IS NULL)) WHERE parent_id IS NULL;

CREATE TABLE department (
  id uuid PRIMARY KEY,
  court_id uuid NOT NULL REFERENCES court,
  code text COLLATE "C" NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  head_user_id uuid,
  active boolean NOT NULL,
  revision bigint NOT NULL,
  event_hash bytea NOT NULL,
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL,
  CONSTRAINT department_code UNIQUE (court_id, code)
);

-- `version` is the etag: signing in appends events but is no edit.
CREATE TABLE user_account (
  id uuid PRIMARY KEY,
  account text COLLATE "C" NOT NULL CONSTRAINT user_account_name UNIQUE,
  login_index bytea NOT NULL UNIQUE,
  name text NOT NULL,
  phone_sealed bytea,
  court_id uuid NOT NULL REFERENCES court,
  department_id uuid REFERENCES department,
  password_hash text NOT NULL,
  must_change_password boolean NOT NULL,
  active boolean NOT NULL,
  demo boolean NOT NULL,
  last_login_time timestamptz,
  version bigint NOT NULL,
  revision bigint NOT NULL,
  event_hash bytea NOT NULL,
  create_time timestamptz NOT NULL,
  update_time timestamptz NOT NULL
);
CREATE INDEX user_account_department ON user_account (department_id, account);
CREATE INDEX user_account_demo ON user_account (id) WHERE demo;
ALTER TABLE department ADD CONSTRAINT department_head FOREIGN KEY (head_user_id) REFERENCES user_account;

CREATE TABLE role (
  id uuid PRIMARY KEY,
  code text COLLATE "C" NOT NULL CONSTRAINT role_code_key UNIQUE,
  name text NOT NULL,
  built_in boolean NOT NULL,
  revision bigint NOT NULL,
  event_hash bytea NOT NULL,
  update_time timestamptz NOT NULL
);

CREATE TABLE role_permission (
  role_id uuid NOT NULL REFERENCES role ON DELETE CASCADE,
  permission text NOT NULL,
  PRIMARY KEY (role_id, permission)
);

CREATE TABLE user_role (
  user_id uuid NOT NULL REFERENCES user_account,
  role_id uuid NOT NULL REFERENCES role,
  PRIMARY KEY (user_id, role_id)
);
CREATE INDEX user_role_role ON user_role (role_id);

CREATE VIEW department_detail AS
SELECT d.id, d.court_id, c.path AS court_path, d.code, d.name, d.kind, h.id AS head_user_id, h.name AS head_name, d.active,
       d.revision, d.event_hash, d.create_time, d.update_time
FROM department d
JOIN court c ON c.id = d.court_id
LEFT JOIN user_account h ON h.id = d.head_user_id AND h.active;

-- Codes and permissions hold no commas.
CREATE VIEW user_detail AS
SELECT u.id, u.account, u.name, u.phone_sealed, u.court_id, c.name AS court_name, c.path AS court_path, u.department_id,
       d.name AS department_name, u.must_change_password, u.active, u.demo, u.last_login_time, u.version, u.revision,
       u.event_hash, u.create_time, u.update_time,
       array_to_string(ARRAY(
         SELECT r.code FROM user_role ur JOIN role r ON r.id = ur.role_id WHERE ur.user_id = u.id ORDER BY r.code), ',') AS role_codes,
       array_to_string(ARRAY(
         SELECT DISTINCT p.permission FROM user_role ur JOIN role_permission p ON p.role_id = ur.role_id
         WHERE ur.user_id = u.id ORDER BY p.permission), ',') AS permissions
FROM user_account u
JOIN court c ON c.id = u.court_id
LEFT JOIN department d ON d.id = u.department_id;

CREATE VIEW role_detail AS
SELECT r.id, r.code, r.name, r.built_in, r.revision, r.event_hash, r.update_time,
       array_to_string(ARRAY(
         SELECT p.permission FROM role_permission p WHERE p.role_id = r.id ORDER BY p.permission), ',') AS permissions
FROM role r;

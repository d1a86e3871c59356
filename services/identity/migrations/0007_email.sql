-- Where users are told of their work from outside. The view has its new column last, as PostgreSQL wants it.
ALTER TABLE user_account ADD COLUMN email_sealed bytea;

CREATE OR REPLACE VIEW user_detail AS
SELECT u.id, u.account, u.name, u.phone_sealed, u.court_id, c.name AS court_name, c.path AS court_path, u.department_id,
       d.name AS department_name, u.must_change_password, u.active, u.demo, u.last_login_time, u.version, u.revision,
       u.event_hash, u.create_time, u.update_time,
       array_to_string(ARRAY(
         SELECT r.code FROM user_role ur JOIN role r ON r.id = ur.role_id WHERE ur.user_id = u.id ORDER BY r.code), ',') AS role_codes,
       array_to_string(ARRAY(
         SELECT DISTINCT p.permission FROM user_role ur JOIN role_permission p ON p.role_id = ur.role_id
         WHERE ur.user_id = u.id ORDER BY p.permission), ',') AS permissions,
       u.email_sealed
FROM user_account u
JOIN court c ON c.id = u.court_id
LEFT JOIN department d ON d.id = u.department_id;

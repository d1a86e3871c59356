-- Who configures notifications: rules, no orders.
INSERT INTO role_permission (role_id, permission)
SELECT id, 'notification.configure' FROM role WHERE code = 'administrator' AND built_in
ON CONFLICT DO NOTHING;

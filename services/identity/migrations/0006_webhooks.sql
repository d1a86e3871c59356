-- Who connects other systems and sees what went out: ids of orders, nothing of their content.
INSERT INTO role_permission (role_id, permission)
SELECT role.id, added.permission
FROM role CROSS JOIN (VALUES ('notification.delivery'), ('notification.webhook')) added(permission)
WHERE role.code = 'administrator' AND role.built_in
ON CONFLICT DO NOTHING;

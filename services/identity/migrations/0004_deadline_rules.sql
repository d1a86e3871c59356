-- Whoever oversees the deadlines sets their rules and the calendars.
INSERT INTO role_permission (role_id, permission)
SELECT id, 'escalation.configure' FROM role WHERE code = 'supervisor' AND built_in
ON CONFLICT DO NOTHING;

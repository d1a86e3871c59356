-- The roles every court starts with; afterwards they are data. Their first event is their first edit.

INSERT INTO role (id, code, name, built_in, revision, event_hash, update_time) VALUES
  ('00000000-0000-7000-8000-000000000001', 'administrator', '系统管理员', true, 0, '', '2026-01-01T00:00:00Z'),
  ('00000000-0000-7000-8000-000000000002', 'agent', '坐席', true, 0, '', '2026-01-01T00:00:00Z'),
  ('00000000-0000-7000-8000-000000000003', 'dispatcher', '派单员', true, 0, '', '2026-01-01T00:00:00Z'),
  ('00000000-0000-7000-8000-000000000004', 'handler', '承办人', true, 0, '', '2026-01-01T00:00:00Z'),
  ('00000000-0000-7000-8000-000000000005', 'department_reviewer', '部门审核人', true, 0, '', '2026-01-01T00:00:00Z'),
  ('00000000-0000-7000-8000-000000000006', 'callback_agent', '回访员', true, 0, '', '2026-01-01T00:00:00Z'),
  ('00000000-0000-7000-8000-000000000007', 'supervisor', '监督指挥', true, 0, '', '2026-01-01T00:00:00Z'),
  ('00000000-0000-7000-8000-000000000008', 'auditor', '审计员', true, 0, '', '2026-01-01T00:00:00Z');

INSERT INTO role_permission (role_id, permission)
SELECT r.id, unnest(p.permissions)
FROM (VALUES
  ('administrator', ARRAY[
    'identity.read', 'identity.manage', 'apikey.manage']),
  ('agent', ARRAY[
    'workorder.register', 'workorder.read.court', 'workorder.search', 'workorder.answer', 'workorder.urge',
    'workorder.note', 'workorder.reveal', 'attachment.upload', 'attachment.read']),
  ('dispatcher', ARRAY[
    'workorder.read.court', 'workorder.search', 'workorder.answer', 'workorder.dispatch', 'workorder.decide',
    'workorder.review.hotline', 'workorder.urge', 'workorder.cancel', 'workorder.note', 'workorder.reveal',
    'attachment.upload', 'attachment.read', 'callback.read']),
  ('handler', ARRAY[
    'workorder.read.department', 'workorder.handle', 'workorder.note', 'workorder.reveal', 'attachment.upload',
    'attachment.read', 'setaside.request']),
  ('department_reviewer', ARRAY[
    'workorder.read.department', 'workorder.review.department', 'workorder.note', 'workorder.reveal',
    'attachment.upload', 'attachment.read', 'setaside.request']),
  ('callback_agent', ARRAY[
    'workorder.read.court', 'workorder.search', 'workorder.note', 'workorder.reveal', 'attachment.read',
    'callback.read', 'callback.work']),
  ('supervisor', ARRAY[
    'workorder.read.court', 'workorder.search', 'workorder.decide', 'workorder.urge', 'workorder.supervise',
    'workorder.cancel', 'workorder.note', 'workorder.reveal', 'attachment.upload', 'attachment.read',
    'callback.read', 'setaside.decide']),
  ('auditor', ARRAY[
    'workorder.read.court', 'callback.read', 'identity.read', 'audit.read'])
) AS p (code, permissions)
JOIN role r ON r.code = p.code;

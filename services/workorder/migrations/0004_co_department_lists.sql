-- Also closed orders are listed by co-handling department. Few orders have one, so the index stays small.
CREATE INDEX work_order_co_department ON work_order USING gin (co_department_ids) WHERE co_department_ids <> '{}';
DROP INDEX work_order_co_departments;

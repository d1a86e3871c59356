-- Every row satisfied the constraints that these replace; validating reads the tables without keeping writers out.
ALTER TABLE attempt VALIDATE CONSTRAINT attempt_of_delivery;
ALTER TABLE receipt VALIDATE CONSTRAINT receipt_of_notice;

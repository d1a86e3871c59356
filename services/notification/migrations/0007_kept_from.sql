-- Members of a department from whom its notice is kept: those whom the order complains about by name. NULL: nobody.
ALTER TABLE notice ADD COLUMN kept_from uuid[];

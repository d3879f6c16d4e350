CREATE TABLE cadences (
    account_id uuid NOT NULL,
    usual integer NOT NULL,
    CONSTRAINT pk_cadences PRIMARY KEY (account_id)
);

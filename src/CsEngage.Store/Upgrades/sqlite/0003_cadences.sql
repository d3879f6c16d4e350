CREATE TABLE "cadences" (
    "account_id" BLOB NOT NULL CONSTRAINT "pk_cadences" PRIMARY KEY,
    "usual" INTEGER NOT NULL
);

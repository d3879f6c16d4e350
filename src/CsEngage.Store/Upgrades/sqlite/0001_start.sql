-- The first step: every table of the model as the first issue knows it.
CREATE TABLE "api_keys" (
    "id" BLOB NOT NULL CONSTRAINT "pk_api_keys" PRIMARY KEY,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" BLOB NOT NULL,
    "scopes" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "created_by" BLOB NULL,
    "expires_at" INTEGER NULL,
    "last_used_at" INTEGER NULL,
    "revoked_at" INTEGER NULL
);


CREATE TABLE "audit_entries" (
    "number" INTEGER NOT NULL CONSTRAINT "pk_audit_entries" PRIMARY KEY,
    "at" INTEGER NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "payload_hash" BLOB NOT NULL,
    "hash" BLOB NOT NULL
);


CREATE TABLE "audit_payloads" (
    "number" INTEGER NOT NULL CONSTRAINT "pk_audit_payloads" PRIMARY KEY,
    "before" TEXT NULL,
    "after" TEXT NULL,
    "redacted_at" INTEGER NULL
);


CREATE TABLE "contact_sessions" (
    "id" BLOB NOT NULL CONSTRAINT "pk_contact_sessions" PRIMARY KEY,
    "token_hash" BLOB NOT NULL,
    "contact_id" BLOB NOT NULL,
    "membership_id" BLOB NULL,
    "identity" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "seen_at" INTEGER NOT NULL,
    "expires_at" INTEGER NOT NULL,
    "revoked_at" INTEGER NULL,
    "agent" TEXT NULL,
    "ip" TEXT NULL
);


CREATE TABLE "protection_keys" (
    "name" TEXT NOT NULL CONSTRAINT "pk_protection_keys" PRIMARY KEY,
    "xml" TEXT NOT NULL
);


CREATE TABLE "settings" (
    "key" TEXT NOT NULL CONSTRAINT "pk_settings" PRIMARY KEY,
    "value" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "changed_at" INTEGER NOT NULL,
    "changed_by" TEXT NOT NULL
);


CREATE TABLE "sign_in_tokens" (
    "id" BLOB NOT NULL CONSTRAINT "pk_sign_in_tokens" PRIMARY KEY,
    "token_hash" BLOB NOT NULL,
    "code_hash" BLOB NULL,
    "attempts" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "contact_id" BLOB NULL,
    "membership_id" BLOB NULL,
    "portal_id" BLOB NULL,
    "address" TEXT NULL,
    "created_at" INTEGER NOT NULL,
    "expires_at" INTEGER NOT NULL,
    "used_at" INTEGER NULL
);


CREATE TABLE "staff" (
    "id" BLOB NOT NULL CONSTRAINT "pk_staff" PRIMARY KEY,
    "name" TEXT NOT NULL,
    "locale" TEXT NULL,
    "zone" TEXT NULL,
    "photo" TEXT NULL,
    "title" TEXT NULL,
    "book_url" TEXT NULL,
    "roles" TEXT NOT NULL,
    "grants" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "seen_at" INTEGER NULL,
    "closed_at" INTEGER NULL,
    "user_name" TEXT NULL,
    "normalized_user_name" TEXT NULL,
    "email" TEXT NULL,
    "normalized_email" TEXT NULL,
    "email_confirmed" INTEGER NOT NULL,
    "password_hash" TEXT NULL,
    "security_stamp" TEXT NULL,
    "concurrency_stamp" TEXT NULL,
    "phone_number" TEXT NULL,
    "phone_number_confirmed" INTEGER NOT NULL,
    "two_factor_enabled" INTEGER NOT NULL,
    "lockout_end" INTEGER NULL,
    "lockout_enabled" INTEGER NOT NULL,
    "access_failed_count" INTEGER NOT NULL
);


CREATE TABLE "staff_sessions" (
    "id" BLOB NOT NULL CONSTRAINT "pk_staff_sessions" PRIMARY KEY,
    "staff_id" BLOB NOT NULL,
    "created_at" INTEGER NOT NULL,
    "seen_at" INTEGER NOT NULL,
    "revoked_at" INTEGER NULL,
    "agent" TEXT NULL,
    "ip" TEXT NULL
);


CREATE TABLE "staff_claims" (
    "id" INTEGER NOT NULL CONSTRAINT "pk_staff_claims" PRIMARY KEY AUTOINCREMENT,
    "user_id" BLOB NOT NULL,
    "claim_type" TEXT NULL,
    "claim_value" TEXT NULL,
    CONSTRAINT "fk_staff_claims_user_id" FOREIGN KEY ("user_id") REFERENCES "staff" ("id") ON DELETE CASCADE
);


CREATE TABLE "staff_logins" (
    "login_provider" TEXT NOT NULL,
    "provider_key" TEXT NOT NULL,
    "provider_display_name" TEXT NULL,
    "user_id" BLOB NOT NULL,
    CONSTRAINT "pk_staff_logins" PRIMARY KEY ("login_provider", "provider_key"),
    CONSTRAINT "fk_staff_logins_user_id" FOREIGN KEY ("user_id") REFERENCES "staff" ("id") ON DELETE CASCADE
);


CREATE TABLE "staff_passkeys" (
    "credential_id" BLOB NOT NULL CONSTRAINT "pk_staff_passkeys" PRIMARY KEY,
    "user_id" BLOB NOT NULL,
    "data" TEXT NOT NULL,
    CONSTRAINT "fk_staff_passkeys_user_id" FOREIGN KEY ("user_id") REFERENCES "staff" ("id") ON DELETE CASCADE
);


CREATE TABLE "staff_tokens" (
    "user_id" BLOB NOT NULL,
    "login_provider" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "value" TEXT NULL,
    CONSTRAINT "pk_staff_tokens" PRIMARY KEY ("user_id", "login_provider", "name"),
    CONSTRAINT "fk_staff_tokens_user_id" FOREIGN KEY ("user_id") REFERENCES "staff" ("id") ON DELETE CASCADE
);


CREATE UNIQUE INDEX "ix_api_keys_hash" ON "api_keys" ("hash");


CREATE INDEX "ix_audit_entries_subject" ON "audit_entries" ("subject");


CREATE INDEX "ix_contact_sessions_contact_id" ON "contact_sessions" ("contact_id");


CREATE UNIQUE INDEX "ix_contact_sessions_token_hash" ON "contact_sessions" ("token_hash");


CREATE INDEX "ix_sign_in_tokens_expires_at" ON "sign_in_tokens" ("expires_at");


CREATE UNIQUE INDEX "ix_sign_in_tokens_token_hash" ON "sign_in_tokens" ("token_hash");


CREATE INDEX "ix_staff_normalized_email" ON "staff" ("normalized_email");


CREATE UNIQUE INDEX "ix_staff_normalized_user_name" ON "staff" ("normalized_user_name");


CREATE INDEX "ix_staff_claims_user_id" ON "staff_claims" ("user_id");


CREATE INDEX "ix_staff_logins_user_id" ON "staff_logins" ("user_id");


CREATE INDEX "ix_staff_passkeys_user_id" ON "staff_passkeys" ("user_id");


CREATE INDEX "ix_staff_sessions_staff_id" ON "staff_sessions" ("staff_id");




-- The first step: every table of the model as the first issue knows it.
CREATE TABLE "account_days" (
    "account_id" BLOB NOT NULL,
    "day" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "sum" INTEGER NOT NULL,
    CONSTRAINT "pk_account_days" PRIMARY KEY ("account_id", "day", "kind")
) WITHOUT ROWID;

CREATE TABLE "accounts" (
    "id" BLOB NOT NULL CONSTRAINT "pk_accounts" PRIMARY KEY,
    "external_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "legal_name" TEXT NULL,
    "tier" TEXT NULL,
    "lifecycle" TEXT NOT NULL,
    "touch_model" TEXT NOT NULL,
    "override_model" TEXT NULL,
    "override_reason" TEXT NULL,
    "override_until" INTEGER NULL,
    "csm_id" BLOB NULL,
    "team" TEXT NOT NULL,
    "country" TEXT NULL,
    "zone" TEXT NULL,
    "locale" TEXT NULL,
    "parent_id" BLOB NULL,
    "created_at" INTEGER NOT NULL,
    "attributes" TEXT NOT NULL,
    "hold_until" INTEGER NULL,
    "hold_reason" TEXT NULL,
    "archived_at" INTEGER NULL,
    "version" INTEGER NOT NULL
);

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

CREATE TABLE "bounces" (
    "id" BLOB NOT NULL CONSTRAINT "pk_bounces" PRIMARY KEY,
    "address_hash" BLOB NOT NULL,
    "status" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "touch_id" TEXT NULL
);

CREATE TABLE "captured_mails" (
    "id" BLOB NOT NULL CONSTRAINT "pk_captured_mails" PRIMARY KEY,
    "at" INTEGER NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "message" BLOB NOT NULL
);

CREATE TABLE "changes" (
    "account_id" BLOB NOT NULL,
    "id" BLOB NOT NULL,
    "subject" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "old" TEXT NULL,
    "new" TEXT NULL,
    "at" INTEGER NOT NULL,
    "recorded_at" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "cause" TEXT NULL,
    CONSTRAINT "pk_changes" PRIMARY KEY ("account_id", "id")
);

CREATE TABLE "chores" (
    "name" TEXT NOT NULL CONSTRAINT "pk_chores" PRIMARY KEY,
    "last_done_at" INTEGER NULL,
    "running_until" INTEGER NULL,
    "last_result" TEXT NULL
);

CREATE TABLE "consents" (
    "id" BLOB NOT NULL CONSTRAINT "pk_consents" PRIMARY KEY,
    "contact_id" BLOB NOT NULL,
    "topic" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "given" INTEGER NOT NULL,
    "basis" TEXT NOT NULL,
    "text_version" TEXT NULL,
    "source" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "ip" TEXT NULL
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

CREATE TABLE "contacts" (
    "id" BLOB NOT NULL CONSTRAINT "pk_contacts" PRIMARY KEY,
    "address" TEXT NULL,
    "address_as_typed" TEXT NULL,
    "family_name" TEXT NULL,
    "given_name" TEXT NULL,
    "reading" TEXT NULL,
    "display_name" TEXT NULL,
    "honorific" TEXT NULL,
    "locale" TEXT NULL,
    "zone" TEXT NULL,
    "sort_key" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "verified_at" INTEGER NULL,
    "merged_into" BLOB NULL,
    "erased_at" INTEGER NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "content_days" (
    "subject" TEXT NOT NULL,
    "day" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "sum" INTEGER NOT NULL,
    CONSTRAINT "pk_content_days" PRIMARY KEY ("subject", "day", "kind")
) WITHOUT ROWID;

CREATE TABLE "definitions" (
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "draft" TEXT NOT NULL,
    "draft_version" INTEGER NOT NULL,
    "published" INTEGER NULL,
    "changed_at" INTEGER NOT NULL,
    "changed_by" TEXT NOT NULL,
    "archived_at" INTEGER NULL,
    CONSTRAINT "pk_definitions" PRIMARY KEY ("kind", "key")
);

CREATE TABLE "departments" (
    "account_id" BLOB NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    CONSTRAINT "pk_departments" PRIMARY KEY ("account_id", "key")
);

CREATE TABLE "dirty_accounts" (
    "account_id" BLOB NOT NULL CONSTRAINT "pk_dirty_accounts" PRIMARY KEY,
    "marks" INTEGER NOT NULL,
    "since" INTEGER NOT NULL,
    "taken_until" INTEGER NULL
);

CREATE TABLE "enrollment_checkpoints" (
    "account_id" BLOB NOT NULL,
    "enrollment_id" BLOB NOT NULL,
    "checkpoint" TEXT NOT NULL,
    "journey" TEXT NOT NULL,
    "journey_version" INTEGER NOT NULL,
    "opened_at" INTEGER NOT NULL,
    "due_at" INTEGER NULL,
    "behind_at" INTEGER NULL,
    "stuck_at" INTEGER NULL,
    "reached_at" INTEGER NULL,
    CONSTRAINT "pk_enrollment_checkpoints" PRIMARY KEY ("account_id", "enrollment_id", "checkpoint")
) WITHOUT ROWID;

CREATE TABLE "enrollments" (
    "account_id" BLOB NOT NULL,
    "id" BLOB NOT NULL,
    "journey" TEXT NOT NULL,
    "journey_version" INTEGER NOT NULL,
    "membership_id" BLOB NULL,
    "participant_id" BLOB NOT NULL,
    "entry" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "arm" TEXT NOT NULL,
    "entered_at" INTEGER NOT NULL,
    "advanced_at" INTEGER NOT NULL,
    "ended_at" INTEGER NULL,
    "next_at" INTEGER NULL,
    "trouble" TEXT NULL,
    "document" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "pk_enrollments" PRIMARY KEY ("account_id", "id")
);

CREATE TABLE "erasures" (
    "id" BLOB NOT NULL CONSTRAINT "pk_erasures" PRIMARY KEY,
    "contact_id" BLOB NOT NULL,
    "address_hash" BLOB NOT NULL,
    "at" INTEGER NOT NULL,
    "by" TEXT NOT NULL
);

CREATE INDEX "ix_erasures_at" ON "erasures" ("at");

CREATE TABLE "fact_days" (
    "account_id" BLOB NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "membership_id" BLOB NOT NULL,
    "day" INTEGER NOT NULL,
    "n" INTEGER NOT NULL,
    "sum" INTEGER NOT NULL,
    "first_at" INTEGER NOT NULL,
    "last_at" INTEGER NOT NULL,
    "last_value" INTEGER NULL,
    "last_value_at" INTEGER NULL,
    CONSTRAINT "pk_fact_days" PRIMARY KEY ("account_id", "kind", "subject", "membership_id", "day")
) WITHOUT ROWID;

CREATE TABLE "idempotency_keys" (
    "api_key_id" BLOB NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" BLOB NOT NULL,
    "status" INTEGER NULL,
    "body" TEXT NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "pk_idempotency_keys" PRIMARY KEY ("api_key_id", "key")
);

CREATE TABLE "item_links" (
    "item_id" BLOB NOT NULL,
    "locale" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    CONSTRAINT "pk_item_links" PRIMARY KEY ("item_id", "locale", "target")
);

CREATE TABLE "items" (
    "id" BLOB NOT NULL CONSTRAINT "pk_items" PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "tags" TEXT NOT NULL,
    "owner" TEXT NULL,
    "review_by" INTEGER NULL,
    "audience" TEXT NULL,
    "visible_from" INTEGER NULL,
    "visible_until" INTEGER NULL,
    "created_at" INTEGER NOT NULL,
    "archived_at" INTEGER NULL,
    "version" INTEGER NOT NULL
);

CREATE TABLE "journey_starts" (
    "account_id" BLOB NOT NULL,
    "id" TEXT NOT NULL,
    "membership_id" BLOB NULL,
    "journey" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    "cause" TEXT NOT NULL,
    CONSTRAINT "pk_journey_starts" PRIMARY KEY ("account_id", "id")
);

CREATE TABLE "media" (
    "id" BLOB NOT NULL CONSTRAINT "pk_media" PRIMARY KEY,
    "key" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "sum" BLOB NOT NULL,
    "width" INTEGER NULL,
    "height" INTEGER NULL,
    "alt" TEXT NOT NULL,
    "link" TEXT NULL,
    "created_at" INTEGER NOT NULL,
    "created_by" TEXT NOT NULL,
    "archived_at" INTEGER NULL
);

CREATE TABLE "notes" (
    "account_id" BLOB NOT NULL,
    "id" BLOB NOT NULL,
    "membership_id" BLOB NULL,
    "kind" TEXT NOT NULL,
    "external_id" TEXT NULL,
    "title" TEXT NULL,
    "body" TEXT NOT NULL,
    "state" TEXT NULL,
    "author" BLOB NULL,
    "at" INTEGER NOT NULL,
    "minutes" INTEGER NULL,
    "mentions" TEXT NOT NULL,
    "archived_at" INTEGER NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "pk_notes" PRIMARY KEY ("account_id", "id")
);

CREATE TABLE "notice_mutes" (
    "staff_id" BLOB NOT NULL,
    "account_id" BLOB NOT NULL,
    "kind" TEXT NOT NULL,
    "until" INTEGER NULL,
    CONSTRAINT "pk_notice_mutes" PRIMARY KEY ("staff_id", "account_id", "kind")
);

CREATE TABLE "notices" (
    "id" TEXT NOT NULL CONSTRAINT "pk_notices" PRIMARY KEY,
    "account_id" BLOB NULL,
    "staff_id" BLOB NULL,
    "kind" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "url" TEXT NULL,
    "at" INTEGER NOT NULL,
    "read_at" INTEGER NULL,
    "sent_at" INTEGER NULL
);

CREATE TABLE "passed_steps" (
    "account_id" BLOB NOT NULL,
    "id" TEXT NOT NULL,
    "enrollment_id" BLOB NOT NULL,
    "at" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "because" TEXT NULL,
    CONSTRAINT "pk_passed_steps" PRIMARY KEY ("account_id", "id")
);

CREATE TABLE "plays" (
    "account_id" BLOB NOT NULL,
    "id" TEXT NOT NULL,
    "play" TEXT NULL,
    "membership_id" BLOB NULL,
    "state" TEXT NOT NULL,
    "opened_at" INTEGER NOT NULL,
    "due_at" INTEGER NULL,
    "snoozed_until" INTEGER NULL,
    "assignee" BLOB NULL,
    "title" TEXT NULL,
    "reasons" TEXT NULL,
    "rule_version" INTEGER NULL,
    "urgency" INTEGER NOT NULL,
    "by_rule" INTEGER NOT NULL,
    "enrollment_id" BLOB NULL,
    "cause" TEXT NULL,
    "checklist" TEXT NOT NULL,
    "outcome" TEXT NULL,
    "outcome_reason" TEXT NULL,
    "closed_at" INTEGER NULL,
    "closed_by" BLOB NULL,
    "minutes" INTEGER NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "pk_plays" PRIMARY KEY ("account_id", "id")
);

CREATE TABLE "portal_hosts" (
    "host" TEXT NOT NULL CONSTRAINT "pk_portal_hosts" PRIMARY KEY,
    "portal_id" BLOB NOT NULL
);

CREATE TABLE "protection_keys" (
    "name" TEXT NOT NULL CONSTRAINT "pk_protection_keys" PRIMARY KEY,
    "xml" TEXT NOT NULL
);

CREATE TABLE "score_days" (
    "account_id" BLOB NOT NULL,
    "membership_id" BLOB NOT NULL,
    "card" TEXT NOT NULL,
    "day" INTEGER NOT NULL,
    "score" REAL NULL,
    "band" INTEGER NOT NULL,
    "packed" BLOB NOT NULL,
    CONSTRAINT "pk_score_days" PRIMARY KEY ("account_id", "membership_id", "card", "day")
) WITHOUT ROWID;

CREATE TABLE "score_overrides" (
    "id" BLOB NOT NULL CONSTRAINT "pk_score_overrides" PRIMARY KEY,
    "account_id" BLOB NOT NULL,
    "card" TEXT NOT NULL,
    "kind" INTEGER NOT NULL,
    "points" REAL NOT NULL,
    "reason" TEXT NOT NULL,
    "author_id" BLOB NOT NULL,
    "from" INTEGER NOT NULL,
    "until" INTEGER NOT NULL
);

CREATE TABLE "scores" (
    "account_id" BLOB NOT NULL,
    "membership_id" BLOB NOT NULL,
    "card" TEXT NOT NULL,
    "is_primary" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "at" INTEGER NOT NULL,
    "score" REAL NULL,
    "coverage" REAL NOT NULL,
    "band" INTEGER NOT NULL,
    "beyond" INTEGER NULL,
    "closings" INTEGER NOT NULL,
    "closed_on" INTEGER NOT NULL,
    "packed" BLOB NOT NULL,
    "changes_at" INTEGER NULL,
    CONSTRAINT "pk_scores" PRIMARY KEY ("account_id", "membership_id", "card")
) WITHOUT ROWID;

CREATE TABLE "search_texts" (
    "number" INTEGER NOT NULL CONSTRAINT "pk_search_texts" PRIMARY KEY,
    "item_id" BLOB NOT NULL,
    "locale" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL
);

CREATE TABLE "segment_places" (
    "account_id" BLOB NOT NULL,
    "segment" TEXT NOT NULL,
    "membership_id" BLOB NOT NULL,
    "entered_at" INTEGER NOT NULL,
    "left_at" INTEGER NULL,
    CONSTRAINT "pk_segment_places" PRIMARY KEY ("account_id", "segment", "membership_id", "entered_at")
) WITHOUT ROWID;

CREATE TABLE "sending_stops" (
    "scope" TEXT NOT NULL CONSTRAINT "pk_sending_stops" PRIMARY KEY,
    "reason" TEXT NOT NULL,
    "is_by_itself" INTEGER NOT NULL,
    "by" TEXT NOT NULL,
    "at" INTEGER NOT NULL
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
    "used_at" INTEGER NULL,
    "mail" TEXT NULL,
    "mail_at" INTEGER NULL,
    "mail_tries" INTEGER NOT NULL,
    "mail_sent_at" INTEGER NULL,
    "mail_is_captured" INTEGER NOT NULL,
    "mail_trouble" TEXT NULL
);

CREATE TABLE "signal_drops" (
    "day" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    CONSTRAINT "pk_signal_drops" PRIMARY KEY ("day", "reason")
);

CREATE TABLE "signal_kinds" (
    "kind" TEXT NOT NULL CONSTRAINT "pk_signal_kinds" PRIMARY KEY,
    "first_seen_at" INTEGER NOT NULL,
    "source" TEXT NOT NULL
);

CREATE TABLE "signals" (
    "account_id" BLOB NOT NULL,
    "key" BLOB NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "occurred_at" INTEGER NOT NULL,
    "counted_at" INTEGER NOT NULL,
    "received_at" INTEGER NOT NULL,
    "membership_id" BLOB NULL,
    "department" TEXT NULL,
    "product" TEXT NULL,
    "subject" TEXT NULL,
    "subject_version" INTEGER NULL,
    "locale" TEXT NULL,
    "value" INTEGER NULL,
    "properties" TEXT NULL,
    "session" TEXT NULL,
    "identity" INTEGER NOT NULL,
    "actor" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "cause" TEXT NULL,
    "is_staff" INTEGER NOT NULL,
    "is_preview" INTEGER NOT NULL,
    CONSTRAINT "pk_signals" PRIMARY KEY ("account_id", "key")
);

CREATE TABLE "slugs" (
    "kind" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "item_id" BLOB NOT NULL,
    CONSTRAINT "pk_slugs" PRIMARY KEY ("kind", "locale", "slug")
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

CREATE TABLE "subscriptions" (
    "contact_id" BLOB NOT NULL,
    "topic" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "given" INTEGER NOT NULL,
    "basis" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "pk_subscriptions" PRIMARY KEY ("contact_id", "topic", "channel")
);

CREATE TABLE "suppressions" (
    "id" BLOB NOT NULL CONSTRAINT "pk_suppressions" PRIMARY KEY,
    "address_hash" BLOB NOT NULL,
    "reason" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "since" INTEGER NOT NULL,
    "lifted_at" INTEGER NULL,
    "lifted_by" TEXT NULL,
    "address" TEXT NULL
);

CREATE TABLE "survey_asks" (
    "account_id" BLOB NOT NULL,
    "id" BLOB NOT NULL,
    "membership_id" BLOB NOT NULL,
    "survey" TEXT NOT NULL,
    "n" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "touch_id" TEXT NULL,
    "asked_at" INTEGER NOT NULL,
    "answered_at" INTEGER NULL,
    "score" INTEGER NULL,
    "answers" TEXT NULL,
    "comment" TEXT NULL,
    CONSTRAINT "pk_survey_asks" PRIMARY KEY ("account_id", "id")
);

CREATE TABLE "tasks" (
    "account_id" BLOB NOT NULL,
    "enrollment_id" BLOB NOT NULL,
    "checkpoint" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "journey" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "url" TEXT NULL,
    "opened_at" INTEGER NOT NULL,
    "due_at" INTEGER NULL,
    "done_at" INTEGER NULL,
    "done_by" BLOB NULL,
    "answer" TEXT NULL,
    CONSTRAINT "pk_tasks" PRIMARY KEY ("account_id", "enrollment_id", "checkpoint", "key")
);

CREATE TABLE "timers" (
    "kind" TEXT NOT NULL,
    "account_id" BLOB NOT NULL,
    "id" TEXT NOT NULL,
    "due_at" INTEGER NOT NULL,
    "look_at" INTEGER NOT NULL,
    CONSTRAINT "pk_timers" PRIMARY KEY ("kind", "account_id", "id")
) WITHOUT ROWID;

CREATE TABLE "touches" (
    "account_id" BLOB NOT NULL,
    "id" TEXT NOT NULL,
    "membership_id" BLOB NOT NULL,
    "contact_id" BLOB NULL,
    "channel" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "survey" TEXT NULL,
    "as_csm" INTEGER NOT NULL,
    "needs_review" INTEGER NOT NULL,
    "review_hours" INTEGER NULL,
    "late_minutes" INTEGER NOT NULL,
    "enrollment_id" BLOB NULL,
    "journey" TEXT NULL,
    "journey_version" INTEGER NULL,
    "entry" INTEGER NULL,
    "checkpoint" TEXT NULL,
    "trigger" TEXT NULL,
    "step" TEXT NULL,
    "firing" INTEGER NULL,
    "is_ghost" INTEGER NOT NULL,
    "arm" TEXT NULL,
    "low_priority" INTEGER NOT NULL,
    "cause" TEXT NULL,
    "payload" TEXT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT NULL,
    "facts" TEXT NULL,
    "planned_at" INTEGER NOT NULL,
    "due_at" INTEGER NOT NULL,
    "look_at" INTEGER NULL,
    "held_until" INTEGER NULL,
    "review" TEXT NOT NULL,
    "review_since" INTEGER NULL,
    "reviewed_by" TEXT NULL,
    "claim" BLOB NULL,
    "lease_until" INTEGER NULL,
    "claimed_at" INTEGER NULL,
    "wire_at" INTEGER NULL,
    "first_tried_at" INTEGER NULL,
    "failures" INTEGER NOT NULL,
    "message_id" TEXT NULL,
    "topic" TEXT NULL,
    "domain" TEXT NULL,
    "code" TEXT NULL,
    "detail" TEXT NULL,
    "sent_at" INTEGER NULL,
    "settled_at" INTEGER NULL,
    CONSTRAINT "pk_touches" PRIMARY KEY ("account_id", "id")
);

CREATE TABLE "views" (
    "account_id" BLOB NOT NULL,
    "membership_id" BLOB NOT NULL,
    "subject" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "locale" TEXT NOT NULL,
    "first_at" INTEGER NOT NULL,
    "last_at" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,
    "active_ms" INTEGER NOT NULL,
    "scroll" REAL NOT NULL,
    "headings" TEXT NOT NULL,
    "marked_at" INTEGER NULL,
    "read_at" INTEGER NULL,
    "completed_at" INTEGER NULL,
    CONSTRAINT "pk_views" PRIMARY KEY ("account_id", "membership_id", "subject", "version", "locale")
) WITHOUT ROWID;

CREATE TABLE "visits" (
    "id" BLOB NOT NULL CONSTRAINT "pk_visits" PRIMARY KEY,
    "account_id" BLOB NOT NULL,
    "membership_id" BLOB NOT NULL,
    "subject" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "locale" TEXT NOT NULL,
    "started_at" INTEGER NOT NULL,
    "sequence" INTEGER NOT NULL,
    "active_ms" INTEGER NOT NULL,
    "scroll" REAL NOT NULL,
    "headings" TEXT NOT NULL
);

CREATE TABLE "contracts" (
    "id" BLOB NOT NULL CONSTRAINT "pk_contracts" PRIMARY KEY,
    "account_id" BLOB NOT NULL,
    "external_id" TEXT NOT NULL,
    "department" TEXT NULL,
    "products" TEXT NOT NULL,
    "start_on" INTEGER NOT NULL,
    "end_on" INTEGER NOT NULL,
    "notice_by" INTEGER NULL,
    "auto_renew" INTEGER NOT NULL,
    "amount" INTEGER NOT NULL,
    "period" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "outcome" TEXT NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_contracts_account_id" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE RESTRICT
);

CREATE TABLE "portals" (
    "id" BLOB NOT NULL CONSTRAINT "pk_portals" PRIMARY KEY,
    "account_id" BLOB NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "is_default" INTEGER NOT NULL,
    "blueprint" TEXT NOT NULL,
    "blueprint_version" INTEGER NOT NULL,
    "overrides" TEXT NOT NULL,
    "theme" TEXT NULL,
    "access" TEXT NOT NULL,
    "allow_list" TEXT NOT NULL,
    "hosts" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    "archived_at" INTEGER NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_portals_account_id" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE RESTRICT
);

CREATE TABLE "memberships" (
    "id" BLOB NOT NULL CONSTRAINT "pk_memberships" PRIMARY KEY,
    "account_id" BLOB NOT NULL,
    "contact_id" BLOB NOT NULL,
    "external_id" TEXT NULL,
    "roles" TEXT NOT NULL,
    "title" TEXT NULL,
    "department" TEXT NULL,
    "is_primary" INTEGER NOT NULL,
    "joined_at" INTEGER NOT NULL,
    "ended_at" INTEGER NULL,
    "merged_into" BLOB NULL,
    "version" INTEGER NOT NULL,
    CONSTRAINT "fk_memberships_account_id" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE RESTRICT,
    CONSTRAINT "fk_memberships_contact_id" FOREIGN KEY ("contact_id") REFERENCES "contacts" ("id") ON DELETE RESTRICT
);

CREATE TABLE "definition_versions" (
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "json" TEXT NOT NULL,
    "published_at" INTEGER NOT NULL,
    "published_by" TEXT NOT NULL,
    "note" TEXT NULL,
    CONSTRAINT "pk_definition_versions" PRIMARY KEY ("kind", "key", "number"),
    CONSTRAINT "fk_definition_versions_kind_key" FOREIGN KEY ("kind", "key") REFERENCES "definitions" ("kind", "key") ON DELETE RESTRICT
);

CREATE TABLE "variants" (
    "item_id" BLOB NOT NULL,
    "locale" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "title_key" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "front" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "saved_at" INTEGER NOT NULL,
    "saved_by" TEXT NOT NULL,
    "approved_by" TEXT NULL,
    "publish_at" INTEGER NULL,
    "published" INTEGER NULL,
    CONSTRAINT "pk_variants" PRIMARY KEY ("item_id", "locale"),
    CONSTRAINT "fk_variants_item_id" FOREIGN KEY ("item_id") REFERENCES "items" ("id") ON DELETE RESTRICT
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

CREATE TABLE "versions" (
    "item_id" BLOB NOT NULL,
    "locale" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "front" TEXT NOT NULL,
    "note" TEXT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" INTEGER NOT NULL,
    CONSTRAINT "pk_versions" PRIMARY KEY ("item_id", "locale", "number"),
    CONSTRAINT "fk_versions_item_id_locale" FOREIGN KEY ("item_id", "locale") REFERENCES "variants" ("item_id", "locale") ON DELETE RESTRICT
);

CREATE INDEX "ix_accounts_csm_id" ON "accounts" ("csm_id");

CREATE UNIQUE INDEX "ix_accounts_external_id" ON "accounts" ("external_id");

CREATE INDEX "ix_accounts_name_key" ON "accounts" ("name_key");

CREATE INDEX "ix_accounts_parent_id" ON "accounts" ("parent_id");

CREATE UNIQUE INDEX "ix_api_keys_hash" ON "api_keys" ("hash");

CREATE INDEX "ix_audit_entries_subject" ON "audit_entries" ("subject");

CREATE INDEX "ix_bounces_address_hash_at" ON "bounces" ("address_hash", "at");

CREATE INDEX "ix_captured_mails_at" ON "captured_mails" ("at");

CREATE INDEX "ix_consents_contact_id_at" ON "consents" ("contact_id", "at");

CREATE INDEX "ix_contact_sessions_contact_id" ON "contact_sessions" ("contact_id");

CREATE UNIQUE INDEX "ix_contact_sessions_token_hash" ON "contact_sessions" ("token_hash");

CREATE UNIQUE INDEX "ix_contacts_address" ON "contacts" ("address");

CREATE INDEX "ix_contacts_sort_key" ON "contacts" ("sort_key");

CREATE UNIQUE INDEX "ix_contracts_account_id_external_id" ON "contracts" ("account_id", "external_id");

CREATE INDEX "ix_contracts_end_on" ON "contracts" ("end_on");

CREATE INDEX "ix_dirty_accounts_since" ON "dirty_accounts" ("since");

CREATE INDEX "ix_enrollment_checkpoints_journey_checkpoint" ON "enrollment_checkpoints" ("journey", "checkpoint");

CREATE UNIQUE INDEX "ix_enrollments_journey_participant_id_entry" ON "enrollments" ("journey", "participant_id", "entry");

CREATE INDEX "ix_enrollments_journey_state" ON "enrollments" ("journey", "state");

CREATE INDEX "ix_idempotency_keys_at" ON "idempotency_keys" ("at");

CREATE INDEX "ix_item_links_target" ON "item_links" ("target");

CREATE UNIQUE INDEX "ix_items_kind_key" ON "items" ("kind", "key");

CREATE UNIQUE INDEX "ix_media_key" ON "media" ("key");

CREATE UNIQUE INDEX "ix_memberships_account_id_external_id" ON "memberships" ("account_id", "external_id");

CREATE INDEX "ix_memberships_contact_id" ON "memberships" ("contact_id");

CREATE INDEX "ix_notes_account_id_at" ON "notes" ("account_id", "at");

CREATE INDEX "ix_notices_account_id_at" ON "notices" ("account_id", "at");

CREATE INDEX "ix_notices_staff_id_at" ON "notices" ("staff_id", "at");

CREATE UNIQUE INDEX "ix_plays_account_id_play" ON "plays" ("account_id", "play") WHERE closed_at IS NULL AND play IS NOT NULL;

CREATE INDEX "ix_plays_assignee_state" ON "plays" ("assignee", "state");

CREATE INDEX "ix_plays_state_due_at" ON "plays" ("state", "due_at");

CREATE INDEX "ix_portals_account_id" ON "portals" ("account_id");

CREATE INDEX "ix_portals_blueprint_blueprint_version" ON "portals" ("blueprint", "blueprint_version");

CREATE UNIQUE INDEX "ix_portals_slug" ON "portals" ("slug");

CREATE INDEX "ix_score_days_card_day" ON "score_days" ("card", "day");

CREATE INDEX "ix_score_overrides_account_id" ON "score_overrides" ("account_id");

CREATE INDEX "ix_scores_card_score" ON "scores" ("card", "score");

CREATE INDEX "ix_scores_changes_at" ON "scores" ("changes_at");

CREATE INDEX "ix_scores_closed_on" ON "scores" ("closed_on");

CREATE UNIQUE INDEX "ix_search_texts_item_id_locale" ON "search_texts" ("item_id", "locale");

CREATE INDEX "ix_segment_places_segment_left_at" ON "segment_places" ("segment", "left_at");

CREATE INDEX "ix_sign_in_tokens_expires_at" ON "sign_in_tokens" ("expires_at");

CREATE INDEX "ix_sign_in_tokens_mail_at" ON "sign_in_tokens" ("mail_at");

CREATE UNIQUE INDEX "ix_sign_in_tokens_token_hash" ON "sign_in_tokens" ("token_hash");

CREATE INDEX "ix_signals_account_id_counted_at" ON "signals" ("account_id", "counted_at");

CREATE INDEX "ix_slugs_kind_slug" ON "slugs" ("kind", "slug");

CREATE INDEX "ix_staff_normalized_email" ON "staff" ("normalized_email");

CREATE UNIQUE INDEX "ix_staff_normalized_user_name" ON "staff" ("normalized_user_name");

CREATE INDEX "ix_staff_claims_user_id" ON "staff_claims" ("user_id");

CREATE INDEX "ix_staff_logins_user_id" ON "staff_logins" ("user_id");

CREATE INDEX "ix_staff_passkeys_user_id" ON "staff_passkeys" ("user_id");

CREATE INDEX "ix_staff_sessions_staff_id" ON "staff_sessions" ("staff_id");

CREATE UNIQUE INDEX "ix_suppressions_address_hash_reason" ON "suppressions" ("address_hash", "reason") WHERE lifted_at IS NULL;

CREATE UNIQUE INDEX "ix_survey_asks_membership_id_survey_n" ON "survey_asks" ("membership_id", "survey", "n");

CREATE INDEX "ix_survey_asks_survey_answered_at" ON "survey_asks" ("survey", "answered_at");

CREATE INDEX "ix_timers_kind_look_at" ON "timers" ("kind", "look_at");

CREATE INDEX "ix_touches_account_id_claimed_at" ON "touches" ("account_id", "claimed_at") WHERE claimed_at IS NOT NULL;

CREATE INDEX "ix_touches_contact_id_claimed_at" ON "touches" ("contact_id", "claimed_at") WHERE claimed_at IS NOT NULL;

CREATE INDEX "ix_touches_domain_claimed_at" ON "touches" ("domain", "claimed_at") WHERE claimed_at IS NOT NULL;

CREATE INDEX "ix_touches_enrollment_id" ON "touches" ("enrollment_id");

CREATE INDEX "ix_touches_lease_until" ON "touches" ("lease_until") WHERE lease_until IS NOT NULL;

CREATE INDEX "ix_touches_membership_id_planned_at" ON "touches" ("membership_id", "planned_at");

CREATE INDEX "ix_touches_message_id" ON "touches" ("message_id");

CREATE INDEX "ix_touches_state_look_at" ON "touches" ("state", "look_at") WHERE look_at IS NOT NULL;

CREATE INDEX "ix_touches_template_claimed_at" ON "touches" ("template", "claimed_at");

CREATE INDEX "ix_views_subject" ON "views" ("subject");

CREATE INDEX "ix_visits_started_at" ON "visits" ("started_at");

CREATE TABLE "snoozes" (
    "staff_id" BLOB NOT NULL,
    "account_id" BLOB NOT NULL,
    "until" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "at" INTEGER NOT NULL,
    CONSTRAINT "pk_snoozes" PRIMARY KEY ("staff_id", "account_id")
);

-- Search: the trigram table follows search_texts; it keeps no text of its own.
CREATE VIRTUAL TABLE search_fts USING fts5(title, body, content='search_texts', content_rowid='number', tokenize='trigram');
CREATE TRIGGER search_texts_ai AFTER INSERT ON search_texts BEGIN
    INSERT INTO search_fts (rowid, title, body) VALUES (new.number, new.title, new.body);
END;
CREATE TRIGGER search_texts_ad AFTER DELETE ON search_texts BEGIN
    INSERT INTO search_fts (search_fts, rowid, title, body) VALUES ('delete', old.number, old.title, old.body);
END;
CREATE TRIGGER search_texts_au AFTER UPDATE ON search_texts BEGIN
    INSERT INTO search_fts (search_fts, rowid, title, body) VALUES ('delete', old.number, old.title, old.body);
    INSERT INTO search_fts (rowid, title, body) VALUES (new.number, new.title, new.body);
END;

-- The first step: every table of the model as the first issue knows it.
CREATE TABLE account_days (
    account_id uuid NOT NULL,
    day date NOT NULL,
    kind text NOT NULL,
    n bigint NOT NULL,
    sum bigint NOT NULL,
    CONSTRAINT pk_account_days PRIMARY KEY (account_id, day, kind)
);

CREATE TABLE accounts (
    id uuid NOT NULL,
    external_id text NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    legal_name text,
    tier text,
    lifecycle text NOT NULL,
    touch_model text NOT NULL,
    override_model text,
    override_reason text,
    override_until timestamp with time zone,
    csm_id uuid,
    team text NOT NULL,
    country text,
    zone text,
    locale text,
    parent_id uuid,
    created_at timestamp with time zone NOT NULL,
    attributes text NOT NULL,
    hold_until timestamp with time zone,
    hold_reason text,
    archived_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT pk_accounts PRIMARY KEY (id)
);

CREATE TABLE api_keys (
    id uuid NOT NULL,
    name text NOT NULL,
    prefix text NOT NULL,
    hash bytea NOT NULL,
    scopes text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by uuid,
    expires_at timestamp with time zone,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    CONSTRAINT pk_api_keys PRIMARY KEY (id)
);

CREATE TABLE audit_entries (
    number bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    payload_hash bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT pk_audit_entries PRIMARY KEY (number)
);

CREATE TABLE audit_payloads (
    number bigint NOT NULL,
    before text,
    after text,
    redacted_at timestamp with time zone,
    CONSTRAINT pk_audit_payloads PRIMARY KEY (number)
);

CREATE TABLE bounces (
    id uuid NOT NULL,
    address_hash bytea NOT NULL,
    status text NOT NULL,
    at timestamp with time zone NOT NULL,
    touch_id text,
    CONSTRAINT pk_bounces PRIMARY KEY (id)
);

CREATE TABLE captured_mails (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    "from" text NOT NULL,
    "to" text NOT NULL,
    subject text NOT NULL,
    message bytea NOT NULL,
    CONSTRAINT pk_captured_mails PRIMARY KEY (id)
);

CREATE TABLE changes (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    subject text NOT NULL,
    field text NOT NULL,
    old text,
    new text,
    at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    cause text,
    CONSTRAINT pk_changes PRIMARY KEY (account_id, id)
);

CREATE TABLE chores (
    name text NOT NULL,
    last_done_at timestamp with time zone,
    running_until timestamp with time zone,
    last_result text,
    CONSTRAINT pk_chores PRIMARY KEY (name)
);

CREATE TABLE consents (
    id uuid NOT NULL,
    contact_id uuid NOT NULL,
    topic text NOT NULL,
    channel text NOT NULL,
    given boolean NOT NULL,
    basis text NOT NULL,
    text_version text,
    source text NOT NULL,
    at timestamp with time zone NOT NULL,
    ip text,
    CONSTRAINT pk_consents PRIMARY KEY (id)
);

CREATE TABLE contact_sessions (
    id uuid NOT NULL,
    token_hash bytea NOT NULL,
    contact_id uuid NOT NULL,
    membership_id uuid,
    identity text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    agent text,
    ip text,
    CONSTRAINT pk_contact_sessions PRIMARY KEY (id)
);

CREATE TABLE contacts (
    id uuid NOT NULL,
    address text,
    address_as_typed text,
    family_name text,
    given_name text,
    reading text,
    display_name text,
    honorific text,
    locale text,
    zone text,
    sort_key text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    verified_at timestamp with time zone,
    merged_into uuid,
    erased_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT pk_contacts PRIMARY KEY (id)
);

CREATE TABLE content_days (
    subject text NOT NULL,
    day date NOT NULL,
    kind text NOT NULL,
    n bigint NOT NULL,
    sum bigint NOT NULL,
    CONSTRAINT pk_content_days PRIMARY KEY (subject, day, kind)
);

CREATE TABLE definitions (
    kind text NOT NULL,
    key text NOT NULL,
    title text NOT NULL,
    draft text NOT NULL,
    draft_version integer NOT NULL,
    published integer,
    changed_at timestamp with time zone NOT NULL,
    changed_by text NOT NULL,
    archived_at timestamp with time zone,
    CONSTRAINT pk_definitions PRIMARY KEY (kind, key)
);

CREATE TABLE departments (
    account_id uuid NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    position integer NOT NULL,
    CONSTRAINT pk_departments PRIMARY KEY (account_id, key)
);

CREATE TABLE dirty_accounts (
    account_id uuid NOT NULL,
    marks bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    taken_until timestamp with time zone,
    CONSTRAINT pk_dirty_accounts PRIMARY KEY (account_id)
);

CREATE TABLE enrollment_checkpoints (
    account_id uuid NOT NULL,
    enrollment_id uuid NOT NULL,
    checkpoint text NOT NULL,
    journey text NOT NULL,
    journey_version integer NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    behind_at timestamp with time zone,
    stuck_at timestamp with time zone,
    reached_at timestamp with time zone,
    CONSTRAINT pk_enrollment_checkpoints PRIMARY KEY (account_id, enrollment_id, checkpoint)
);

CREATE TABLE enrollments (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    journey text NOT NULL,
    journey_version integer NOT NULL,
    membership_id uuid,
    participant_id uuid NOT NULL,
    entry integer NOT NULL,
    state text NOT NULL,
    arm text NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    advanced_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    next_at timestamp with time zone,
    trouble text,
    document text NOT NULL,
    version integer NOT NULL,
    CONSTRAINT pk_enrollments PRIMARY KEY (account_id, id)
);

CREATE TABLE erasures (
    id uuid NOT NULL,
    contact_id uuid NOT NULL,
    address_hash bytea NOT NULL,
    at timestamp with time zone NOT NULL,
    by text NOT NULL,
    CONSTRAINT pk_erasures PRIMARY KEY (id)
);

CREATE INDEX ix_erasures_at ON erasures (at);

CREATE TABLE fact_days (
    account_id uuid NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    membership_id uuid NOT NULL,
    day date NOT NULL,
    n bigint NOT NULL,
    sum bigint NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    last_value bigint,
    last_value_at timestamp with time zone,
    CONSTRAINT pk_fact_days PRIMARY KEY (account_id, kind, subject, membership_id, day)
);

CREATE TABLE idempotency_keys (
    api_key_id uuid NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    status integer,
    body text,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_idempotency_keys PRIMARY KEY (api_key_id, key)
);

CREATE TABLE item_links (
    item_id uuid NOT NULL,
    locale text NOT NULL,
    target text NOT NULL,
    CONSTRAINT pk_item_links PRIMARY KEY (item_id, locale, target)
);

CREATE TABLE items (
    id uuid NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    tags text NOT NULL,
    owner text,
    review_by date,
    audience text,
    visible_from timestamp with time zone,
    visible_until timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    archived_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT pk_items PRIMARY KEY (id)
);

CREATE TABLE journey_starts (
    account_id uuid NOT NULL,
    id text NOT NULL,
    membership_id uuid,
    journey text NOT NULL,
    at timestamp with time zone NOT NULL,
    cause text NOT NULL,
    CONSTRAINT pk_journey_starts PRIMARY KEY (account_id, id)
);

CREATE TABLE media (
    id uuid NOT NULL,
    key text NOT NULL,
    file_name text NOT NULL,
    type text NOT NULL,
    bytes bigint NOT NULL,
    sum bytea NOT NULL,
    width integer,
    height integer,
    alt text NOT NULL,
    link text,
    created_at timestamp with time zone NOT NULL,
    created_by text NOT NULL,
    archived_at timestamp with time zone,
    CONSTRAINT pk_media PRIMARY KEY (id)
);

CREATE TABLE notes (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    membership_id uuid,
    kind text NOT NULL,
    external_id text,
    title text,
    body text NOT NULL,
    state text,
    author uuid,
    at timestamp with time zone NOT NULL,
    minutes integer,
    mentions text NOT NULL,
    archived_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT pk_notes PRIMARY KEY (account_id, id)
);

CREATE TABLE notice_mutes (
    staff_id uuid NOT NULL,
    account_id uuid NOT NULL,
    kind text NOT NULL,
    until timestamp with time zone,
    CONSTRAINT pk_notice_mutes PRIMARY KEY (staff_id, account_id, kind)
);

CREATE TABLE notices (
    id text NOT NULL,
    account_id uuid,
    staff_id uuid,
    kind text NOT NULL,
    channel text NOT NULL,
    text text NOT NULL,
    url text,
    at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    sent_at timestamp with time zone,
    CONSTRAINT pk_notices PRIMARY KEY (id)
);

CREATE TABLE passed_steps (
    account_id uuid NOT NULL,
    id text NOT NULL,
    enrollment_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    step text NOT NULL,
    why text NOT NULL,
    because text,
    CONSTRAINT pk_passed_steps PRIMARY KEY (account_id, id)
);

CREATE TABLE plays (
    account_id uuid NOT NULL,
    id text NOT NULL,
    play text,
    membership_id uuid,
    state text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    snoozed_until timestamp with time zone,
    assignee uuid,
    title text,
    reasons text,
    rule_version integer,
    urgency integer NOT NULL,
    by_rule boolean NOT NULL,
    enrollment_id uuid,
    cause text,
    checklist text NOT NULL,
    outcome text,
    outcome_reason text,
    closed_at timestamp with time zone,
    closed_by uuid,
    minutes integer,
    version integer NOT NULL,
    CONSTRAINT pk_plays PRIMARY KEY (account_id, id)
);

CREATE TABLE portal_hosts (
    host text NOT NULL,
    portal_id uuid NOT NULL,
    CONSTRAINT pk_portal_hosts PRIMARY KEY (host)
);

CREATE TABLE protection_keys (
    name text NOT NULL,
    xml text NOT NULL,
    CONSTRAINT pk_protection_keys PRIMARY KEY (name)
);

CREATE TABLE score_days (
    account_id uuid NOT NULL,
    membership_id uuid NOT NULL,
    card text NOT NULL,
    day date NOT NULL,
    score double precision,
    band integer NOT NULL,
    packed bytea NOT NULL,
    CONSTRAINT pk_score_days PRIMARY KEY (account_id, membership_id, card, day)
);

CREATE TABLE score_overrides (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    card text NOT NULL,
    kind integer NOT NULL,
    points double precision NOT NULL,
    reason text NOT NULL,
    author_id uuid NOT NULL,
    "from" timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    CONSTRAINT pk_score_overrides PRIMARY KEY (id)
);

CREATE TABLE scores (
    account_id uuid NOT NULL,
    membership_id uuid NOT NULL,
    card text NOT NULL,
    is_primary boolean NOT NULL,
    version integer NOT NULL,
    at timestamp with time zone NOT NULL,
    score double precision,
    coverage double precision NOT NULL,
    band integer NOT NULL,
    beyond integer,
    closings integer NOT NULL,
    closed_on date NOT NULL,
    packed bytea NOT NULL,
    changes_at timestamp with time zone,
    CONSTRAINT pk_scores PRIMARY KEY (account_id, membership_id, card)
);

CREATE TABLE search_texts (
    number bigint NOT NULL,
    item_id uuid NOT NULL,
    locale text NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    CONSTRAINT pk_search_texts PRIMARY KEY (number)
);

CREATE TABLE segment_places (
    account_id uuid NOT NULL,
    segment text NOT NULL,
    membership_id uuid NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    left_at timestamp with time zone,
    CONSTRAINT pk_segment_places PRIMARY KEY (account_id, segment, membership_id, entered_at)
);

CREATE TABLE sending_stops (
    scope text NOT NULL,
    reason text NOT NULL,
    is_by_itself boolean NOT NULL,
    by text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_sending_stops PRIMARY KEY (scope)
);

CREATE TABLE settings (
    key text NOT NULL,
    value text NOT NULL,
    version integer NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by text NOT NULL,
    CONSTRAINT pk_settings PRIMARY KEY (key)
);

CREATE TABLE sign_in_tokens (
    id uuid NOT NULL,
    token_hash bytea NOT NULL,
    code_hash bytea,
    attempts integer NOT NULL,
    purpose text NOT NULL,
    contact_id uuid,
    membership_id uuid,
    portal_id uuid,
    address text,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    mail text,
    mail_at timestamp with time zone,
    mail_tries integer NOT NULL,
    mail_sent_at timestamp with time zone,
    mail_is_captured boolean NOT NULL,
    mail_trouble text,
    CONSTRAINT pk_sign_in_tokens PRIMARY KEY (id)
);

CREATE TABLE signal_drops (
    day date NOT NULL,
    reason text NOT NULL,
    n bigint NOT NULL,
    CONSTRAINT pk_signal_drops PRIMARY KEY (day, reason)
);

CREATE TABLE signal_kinds (
    kind text NOT NULL,
    first_seen_at timestamp with time zone NOT NULL,
    source text NOT NULL,
    CONSTRAINT pk_signal_kinds PRIMARY KEY (kind)
);

CREATE TABLE signals (
    account_id uuid NOT NULL,
    key uuid NOT NULL,
    id text NOT NULL,
    kind text NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    counted_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    membership_id uuid,
    department text,
    product text,
    subject text,
    subject_version integer,
    locale text,
    value bigint,
    properties text,
    session text,
    identity integer NOT NULL,
    actor integer NOT NULL,
    source text NOT NULL,
    cause text,
    is_staff boolean NOT NULL,
    is_preview boolean NOT NULL,
    CONSTRAINT pk_signals PRIMARY KEY (account_id, key)
);

CREATE TABLE slugs (
    kind text NOT NULL,
    locale text NOT NULL,
    slug text NOT NULL,
    item_id uuid NOT NULL,
    CONSTRAINT pk_slugs PRIMARY KEY (kind, locale, slug)
);

CREATE TABLE staff (
    id uuid NOT NULL,
    name text NOT NULL,
    locale text,
    zone text,
    photo text,
    title text,
    book_url text,
    roles text NOT NULL,
    grants text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone,
    closed_at timestamp with time zone,
    user_name character varying(256),
    normalized_user_name character varying(256),
    email character varying(256),
    normalized_email character varying(256),
    email_confirmed boolean NOT NULL,
    password_hash text,
    security_stamp text,
    concurrency_stamp text,
    phone_number text,
    phone_number_confirmed boolean NOT NULL,
    two_factor_enabled boolean NOT NULL,
    lockout_end timestamp with time zone,
    lockout_enabled boolean NOT NULL,
    access_failed_count integer NOT NULL,
    CONSTRAINT pk_staff PRIMARY KEY (id)
);

CREATE TABLE staff_sessions (
    id uuid NOT NULL,
    staff_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    agent text,
    ip text,
    CONSTRAINT pk_staff_sessions PRIMARY KEY (id)
);

CREATE TABLE subscriptions (
    contact_id uuid NOT NULL,
    topic text NOT NULL,
    channel text NOT NULL,
    given boolean NOT NULL,
    basis text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_subscriptions PRIMARY KEY (contact_id, topic, channel)
);

CREATE TABLE suppressions (
    id uuid NOT NULL,
    address_hash bytea NOT NULL,
    reason text NOT NULL,
    source text NOT NULL,
    since timestamp with time zone NOT NULL,
    lifted_at timestamp with time zone,
    lifted_by text,
    address text,
    CONSTRAINT pk_suppressions PRIMARY KEY (id)
);

CREATE TABLE survey_asks (
    account_id uuid NOT NULL,
    id uuid NOT NULL,
    membership_id uuid NOT NULL,
    survey text NOT NULL,
    n integer NOT NULL,
    channel text NOT NULL,
    touch_id text,
    asked_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    score bigint,
    answers text,
    comment text,
    CONSTRAINT pk_survey_asks PRIMARY KEY (account_id, id)
);

CREATE TABLE tasks (
    account_id uuid NOT NULL,
    enrollment_id uuid NOT NULL,
    checkpoint text NOT NULL,
    key text NOT NULL,
    journey text NOT NULL,
    title text NOT NULL,
    hint text NOT NULL,
    kind text NOT NULL,
    url text,
    opened_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone,
    done_at timestamp with time zone,
    done_by uuid,
    answer text,
    CONSTRAINT pk_tasks PRIMARY KEY (account_id, enrollment_id, checkpoint, key)
);

CREATE TABLE timers (
    kind text NOT NULL,
    account_id uuid NOT NULL,
    id text NOT NULL,
    due_at timestamp with time zone NOT NULL,
    look_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_timers PRIMARY KEY (kind, account_id, id)
);

CREATE TABLE touches (
    account_id uuid NOT NULL,
    id text NOT NULL,
    membership_id uuid NOT NULL,
    contact_id uuid,
    channel text NOT NULL,
    template text NOT NULL,
    survey text,
    as_csm boolean NOT NULL,
    needs_review boolean NOT NULL,
    review_hours integer,
    late_minutes integer NOT NULL,
    enrollment_id uuid,
    journey text,
    journey_version integer,
    entry integer,
    checkpoint text,
    trigger text,
    step text,
    firing integer,
    is_ghost boolean NOT NULL,
    arm text,
    low_priority boolean NOT NULL,
    cause text,
    payload text,
    state text NOT NULL,
    reason text,
    facts text,
    planned_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    look_at timestamp with time zone,
    held_until timestamp with time zone,
    review text NOT NULL,
    review_since timestamp with time zone,
    reviewed_by text,
    claim uuid,
    lease_until timestamp with time zone,
    claimed_at timestamp with time zone,
    wire_at timestamp with time zone,
    first_tried_at timestamp with time zone,
    failures integer NOT NULL,
    message_id text,
    topic text,
    domain text,
    code text,
    detail text,
    sent_at timestamp with time zone,
    settled_at timestamp with time zone,
    CONSTRAINT pk_touches PRIMARY KEY (account_id, id)
);

CREATE TABLE views (
    account_id uuid NOT NULL,
    membership_id uuid NOT NULL,
    subject text NOT NULL,
    version integer NOT NULL,
    locale text NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    count integer NOT NULL,
    active_ms bigint NOT NULL,
    scroll double precision NOT NULL,
    headings text NOT NULL,
    marked_at timestamp with time zone,
    read_at timestamp with time zone,
    completed_at timestamp with time zone,
    CONSTRAINT pk_views PRIMARY KEY (account_id, membership_id, subject, version, locale)
);

CREATE TABLE visits (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    membership_id uuid NOT NULL,
    subject text NOT NULL,
    version integer NOT NULL,
    locale text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    sequence integer NOT NULL,
    active_ms bigint NOT NULL,
    scroll double precision NOT NULL,
    headings text NOT NULL,
    CONSTRAINT pk_visits PRIMARY KEY (id)
);

CREATE TABLE contracts (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    external_id text NOT NULL,
    department text,
    products text NOT NULL,
    start_on date NOT NULL,
    end_on date NOT NULL,
    notice_by date,
    auto_renew boolean NOT NULL,
    amount bigint NOT NULL,
    period text NOT NULL,
    currency text NOT NULL,
    status text NOT NULL,
    outcome text,
    version integer NOT NULL,
    CONSTRAINT pk_contracts PRIMARY KEY (id),
    CONSTRAINT fk_contracts_account_id FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE RESTRICT
);

CREATE TABLE portals (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    is_default boolean NOT NULL,
    blueprint text NOT NULL,
    blueprint_version integer NOT NULL,
    overrides text NOT NULL,
    theme text,
    access text NOT NULL,
    allow_list text NOT NULL,
    hosts text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    archived_at timestamp with time zone,
    version integer NOT NULL,
    CONSTRAINT pk_portals PRIMARY KEY (id),
    CONSTRAINT fk_portals_account_id FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE RESTRICT
);

CREATE TABLE memberships (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    external_id text,
    roles text NOT NULL,
    title text,
    department text,
    is_primary boolean NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    merged_into uuid,
    version integer NOT NULL,
    CONSTRAINT pk_memberships PRIMARY KEY (id),
    CONSTRAINT fk_memberships_account_id FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE RESTRICT,
    CONSTRAINT fk_memberships_contact_id FOREIGN KEY (contact_id) REFERENCES contacts (id) ON DELETE RESTRICT
);

CREATE TABLE definition_versions (
    kind text NOT NULL,
    key text NOT NULL,
    number integer NOT NULL,
    json text NOT NULL,
    published_at timestamp with time zone NOT NULL,
    published_by text NOT NULL,
    note text,
    CONSTRAINT pk_definition_versions PRIMARY KEY (kind, key, number),
    CONSTRAINT fk_definition_versions_kind_key FOREIGN KEY (kind, key) REFERENCES definitions (kind, key) ON DELETE RESTRICT
);

CREATE TABLE variants (
    item_id uuid NOT NULL,
    locale text NOT NULL,
    title text NOT NULL,
    title_key text NOT NULL,
    slug text NOT NULL,
    body text NOT NULL,
    front text NOT NULL,
    state text NOT NULL,
    version integer NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    saved_by text NOT NULL,
    approved_by text,
    publish_at timestamp with time zone,
    published integer,
    CONSTRAINT pk_variants PRIMARY KEY (item_id, locale),
    CONSTRAINT fk_variants_item_id FOREIGN KEY (item_id) REFERENCES items (id) ON DELETE RESTRICT
);

CREATE TABLE staff_claims (
    id integer GENERATED BY DEFAULT AS IDENTITY,
    user_id uuid NOT NULL,
    claim_type text,
    claim_value text,
    CONSTRAINT pk_staff_claims PRIMARY KEY (id),
    CONSTRAINT fk_staff_claims_user_id FOREIGN KEY (user_id) REFERENCES staff (id) ON DELETE CASCADE
);

CREATE TABLE staff_logins (
    login_provider text NOT NULL,
    provider_key text NOT NULL,
    provider_display_name text,
    user_id uuid NOT NULL,
    CONSTRAINT pk_staff_logins PRIMARY KEY (login_provider, provider_key),
    CONSTRAINT fk_staff_logins_user_id FOREIGN KEY (user_id) REFERENCES staff (id) ON DELETE CASCADE
);

CREATE TABLE staff_passkeys (
    credential_id bytea NOT NULL,
    user_id uuid NOT NULL,
    data jsonb NOT NULL,
    CONSTRAINT pk_staff_passkeys PRIMARY KEY (credential_id),
    CONSTRAINT fk_staff_passkeys_user_id FOREIGN KEY (user_id) REFERENCES staff (id) ON DELETE CASCADE
);

CREATE TABLE staff_tokens (
    user_id uuid NOT NULL,
    login_provider text NOT NULL,
    name text NOT NULL,
    value text,
    CONSTRAINT pk_staff_tokens PRIMARY KEY (user_id, login_provider, name),
    CONSTRAINT fk_staff_tokens_user_id FOREIGN KEY (user_id) REFERENCES staff (id) ON DELETE CASCADE
);

CREATE TABLE versions (
    item_id uuid NOT NULL,
    locale text NOT NULL,
    number integer NOT NULL,
    title text NOT NULL,
    slug text NOT NULL,
    body text NOT NULL,
    front text NOT NULL,
    note text,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT pk_versions PRIMARY KEY (item_id, locale, number),
    CONSTRAINT fk_versions_item_id_locale FOREIGN KEY (item_id, locale) REFERENCES variants (item_id, locale) ON DELETE RESTRICT
);

CREATE INDEX ix_accounts_csm_id ON accounts (csm_id);

CREATE UNIQUE INDEX ix_accounts_external_id ON accounts (external_id);

CREATE INDEX ix_accounts_name_key ON accounts (name_key);

CREATE INDEX ix_accounts_parent_id ON accounts (parent_id);

CREATE UNIQUE INDEX ix_api_keys_hash ON api_keys (hash);

CREATE INDEX ix_audit_entries_subject ON audit_entries (subject);

CREATE INDEX ix_bounces_address_hash_at ON bounces (address_hash, at);

CREATE INDEX ix_captured_mails_at ON captured_mails (at);

CREATE INDEX ix_consents_contact_id_at ON consents (contact_id, at);

CREATE INDEX ix_contact_sessions_contact_id ON contact_sessions (contact_id);

CREATE UNIQUE INDEX ix_contact_sessions_token_hash ON contact_sessions (token_hash);

CREATE UNIQUE INDEX ix_contacts_address ON contacts (address);

CREATE INDEX ix_contacts_sort_key ON contacts (sort_key);

CREATE UNIQUE INDEX ix_contracts_account_id_external_id ON contracts (account_id, external_id);

CREATE INDEX ix_contracts_end_on ON contracts (end_on);

CREATE INDEX ix_dirty_accounts_since ON dirty_accounts (since);

CREATE INDEX ix_enrollment_checkpoints_journey_checkpoint ON enrollment_checkpoints (journey, checkpoint);

CREATE UNIQUE INDEX ix_enrollments_journey_participant_id_entry ON enrollments (journey, participant_id, entry);

CREATE INDEX ix_enrollments_journey_state ON enrollments (journey, state);

CREATE INDEX ix_idempotency_keys_at ON idempotency_keys (at);

CREATE INDEX ix_item_links_target ON item_links (target);

CREATE UNIQUE INDEX ix_items_kind_key ON items (kind, key);

CREATE UNIQUE INDEX ix_media_key ON media (key);

CREATE UNIQUE INDEX ix_memberships_account_id_external_id ON memberships (account_id, external_id);

CREATE INDEX ix_memberships_contact_id ON memberships (contact_id);

CREATE INDEX ix_notes_account_id_at ON notes (account_id, at);

CREATE INDEX ix_notices_account_id_at ON notices (account_id, at);

CREATE INDEX ix_notices_staff_id_at ON notices (staff_id, at);

CREATE UNIQUE INDEX ix_plays_account_id_play ON plays (account_id, play) WHERE closed_at IS NULL AND play IS NOT NULL;

CREATE INDEX ix_plays_assignee_state ON plays (assignee, state);

CREATE INDEX ix_plays_state_due_at ON plays (state, due_at);

CREATE INDEX ix_portals_account_id ON portals (account_id);

CREATE INDEX ix_portals_blueprint_blueprint_version ON portals (blueprint, blueprint_version);

CREATE UNIQUE INDEX ix_portals_slug ON portals (slug);

CREATE INDEX ix_score_days_card_day ON score_days (card, day);

CREATE INDEX ix_score_overrides_account_id ON score_overrides (account_id);

CREATE INDEX ix_scores_card_score ON scores (card, score);

CREATE INDEX ix_scores_changes_at ON scores (changes_at);

CREATE INDEX ix_scores_closed_on ON scores (closed_on);

CREATE UNIQUE INDEX ix_search_texts_item_id_locale ON search_texts (item_id, locale);

CREATE INDEX ix_segment_places_segment_left_at ON segment_places (segment, left_at);

CREATE INDEX ix_sign_in_tokens_expires_at ON sign_in_tokens (expires_at);

CREATE INDEX ix_sign_in_tokens_mail_at ON sign_in_tokens (mail_at);

CREATE UNIQUE INDEX ix_sign_in_tokens_token_hash ON sign_in_tokens (token_hash);

CREATE INDEX ix_signals_account_id_counted_at ON signals (account_id, counted_at);

CREATE INDEX ix_slugs_kind_slug ON slugs (kind, slug);

CREATE INDEX ix_staff_normalized_email ON staff (normalized_email);

CREATE UNIQUE INDEX ix_staff_normalized_user_name ON staff (normalized_user_name);

CREATE INDEX ix_staff_claims_user_id ON staff_claims (user_id);

CREATE INDEX ix_staff_logins_user_id ON staff_logins (user_id);

CREATE INDEX ix_staff_passkeys_user_id ON staff_passkeys (user_id);

CREATE INDEX ix_staff_sessions_staff_id ON staff_sessions (staff_id);

CREATE UNIQUE INDEX ix_suppressions_address_hash_reason ON suppressions (address_hash, reason) WHERE lifted_at IS NULL;

CREATE UNIQUE INDEX ix_survey_asks_membership_id_survey_n ON survey_asks (membership_id, survey, n);

CREATE INDEX ix_survey_asks_survey_answered_at ON survey_asks (survey, answered_at);

CREATE INDEX ix_timers_kind_look_at ON timers (kind, look_at);

CREATE INDEX ix_touches_account_id_claimed_at ON touches (account_id, claimed_at) WHERE claimed_at IS NOT NULL;

CREATE INDEX ix_touches_contact_id_claimed_at ON touches (contact_id, claimed_at) WHERE claimed_at IS NOT NULL;

CREATE INDEX ix_touches_domain_claimed_at ON touches (domain, claimed_at) WHERE claimed_at IS NOT NULL;

CREATE INDEX ix_touches_enrollment_id ON touches (enrollment_id);

CREATE INDEX ix_touches_lease_until ON touches (lease_until) WHERE lease_until IS NOT NULL;

CREATE INDEX ix_touches_membership_id_planned_at ON touches (membership_id, planned_at);

CREATE INDEX ix_touches_message_id ON touches (message_id);

CREATE INDEX ix_touches_state_look_at ON touches (state, look_at) WHERE look_at IS NOT NULL;

CREATE INDEX ix_touches_template_claimed_at ON touches (template, claimed_at);

CREATE INDEX ix_views_subject ON views (subject);

CREATE INDEX ix_visits_started_at ON visits (started_at);

CREATE TABLE snoozes (
    staff_id uuid NOT NULL,
    account_id uuid NOT NULL,
    until timestamp with time zone NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT pk_snoozes PRIMARY KEY (staff_id, account_id)
);

-- Search: LIKE on the folded text, sped up by trigrams.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX ix_search_texts_trgm ON search_texts USING gin (title gin_trgm_ops, body gin_trgm_ops);

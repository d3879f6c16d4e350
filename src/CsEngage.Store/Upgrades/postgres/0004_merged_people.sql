CREATE INDEX ix_memberships_merged_into ON memberships (merged_into);

-- The origins whose pages may call the API from a browser. Null: those of the setting CORS_ORIGINS.
alter table selfdb.instance
  add column cors_origins text[],
  add column cors_changed_at timestamptz;

-- Up Migration

create table library.statistics (
  chapter_id uuid primary key references library.chapters on delete cascade,
  book_id uuid not null references library.books on delete cascade,
  -- What it was calculated from, and by which way of counting: a row is stale when any of the three has moved on.
  chapter_version integer not null check (chapter_version >= 0),
  language text not null,
  method integer not null check (method > 0),
  words integer not null check (words >= 0),
  characters integer not null check (characters >= 0),
  characters_with_spaces integer not null check (characters_with_spaces >= characters),
  paragraphs integer not null check (paragraphs >= 0),
  sentences integer not null check (sentences >= 0),
  running_words integer not null check (running_words >= 0),
  letters integer not null check (letters >= 0),
  long_words integer not null check (long_words between 0 and running_words),
  foreign_words integer not null check (foreign_words between 0 and running_words),
  -- Null is what cannot be counted in the language, or an index that is not defined for the text.
  syllables integer check (syllables >= 0),
  monosyllables integer check (monosyllables between 0 and running_words),
  polysyllables integer check (polysyllables between 0 and running_words),
  complex_words integer check (complex_words between 0 and running_words),
  unfamiliar_words integer check (unfamiliar_words between 0 and running_words),
  felt_sentences integer check (felt_sentences between 0 and sentences),
  reading_minutes integer not null check (reading_minutes >= 0),
  average_sentence_length numeric,
  average_word_length numeric,
  flesch_reading_ease numeric,
  flesch_kincaid_grade numeric,
  gunning_fog numeric,
  smog numeric,
  coleman_liau numeric,
  automated_readability numeric,
  dale_chall numeric,
  lix numeric,
  rix numeric,
  wiener_sachtext numeric,
  gulpease numeric,
  sentiment numeric(5, 4) check (sentiment between -1 and 1),
  ai_share numeric(5, 4) check (ai_share between 0 and 1),
  topics jsonb not null default '[]' check (jsonb_typeof(topics) = 'array'),
  longest_sentences jsonb not null default '[]' check (jsonb_typeof(longest_sentences) = 'array'),
  calculated_at timestamptz not null default now()
);
comment on table library.statistics is
  'What was counted in a chapter at one of its versions; calculated anew when somebody asks for it after an edit.';
create index statistics_book_idx on library.statistics (book_id);

alter table library.statistics enable row level security;
alter table library.statistics force row level security;
create policy service on library.statistics to octavo_service using (true) with check (true);
create policy see on library.statistics for select to octavo_user
  using (exists (select from library.books b where b.id = book_id));
grant select, insert, update, delete on library.statistics to octavo_service;
-- A figure nobody has calculated is not a figure: people only read.
grant select on library.statistics to octavo_user;

-- Down Migration

drop table library.statistics;

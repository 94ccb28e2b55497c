create index outbox_event_topic_idx on public.outbox_event (topic, id) where sent_at is null;

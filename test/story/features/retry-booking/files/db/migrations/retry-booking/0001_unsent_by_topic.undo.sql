drop index public.outbox_event_topic_idx;

create or replace procedure public.expire_carts(before timestamptz)
language sql
as $$
  delete from public.cart where expires_at < before
$$;

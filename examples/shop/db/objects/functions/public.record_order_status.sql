-- Every status an order has had, for the customer service.
create or replace function public.record_order_status()
returns trigger
language plpgsql
as $$
begin
  insert into public.order_status_history (order_id, status) values (new.id, new.status);
  return null;
end
$$;

-- Points of a customer; 0 for one who has not joined.
create or replace function public.loyalty_balance(customer bigint)
returns integer
language plpgsql
stable
as $$
begin
  return coalesce((select a.points from public.loyalty_account a where a.customer_id = customer), 0);
end
$$;

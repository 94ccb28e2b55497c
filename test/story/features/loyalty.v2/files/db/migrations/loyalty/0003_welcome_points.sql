-- Who starts with nothing never comes back to collect.
update public.loyalty_account set points = 5 where points = 0;

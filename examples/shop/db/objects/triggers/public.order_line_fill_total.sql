create or replace trigger order_line_fill_total
before insert or update of quantity, unit_price on public.order_line
for each row
execute function public.fill_line_total();

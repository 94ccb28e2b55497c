create table public.cash_rounding (
  currency_code char(3) not null,
  step numeric(4, 2) not null,
  constraint cash_rounding_pk primary key (currency_code),
  constraint cash_rounding_currency_fk foreign key (currency_code) references public.currency (code),
  constraint cash_rounding_step_positive check (step > 0)
);
comment on table public.cash_rounding is 'Currencies whose smallest coin is larger than their smallest unit.';
insert into public.cash_rounding (currency_code, step) values ('CHF', 0.05);

-- What the lines were, so that the undo script can give each its own value back.
create table public.order_line_before_rounding (
  order_line_id bigint not null,
  line_total numeric(12, 2) not null,
  constraint order_line_before_rounding_pk primary key (order_line_id),
  constraint order_line_before_rounding_line_fk foreign key (order_line_id) references public.order_line (id)
);
insert into public.order_line_before_rounding (order_line_id, line_total)
select l.id, l.line_total
from public.order_line l
join public.customer_order o on o.id = l.order_id
join public.cash_rounding r on r.currency_code = o.currency_code
where o.status = 'placed' and mod(l.line_total, r.step) <> 0;

update public.order_line l
set line_total = round(b.line_total / r.step) * r.step
from public.order_line_before_rounding b, public.customer_order o, public.cash_rounding r
where b.order_line_id = l.id and o.id = l.order_id and r.currency_code = o.currency_code;

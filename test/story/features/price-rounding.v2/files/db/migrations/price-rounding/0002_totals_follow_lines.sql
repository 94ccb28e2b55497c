create table public.order_before_rounding (
  order_id bigint not null,
  goods_total numeric(12, 2) not null,
  total numeric(12, 2) not null,
  constraint order_before_rounding_pk primary key (order_id),
  constraint order_before_rounding_order_fk foreign key (order_id) references public.customer_order (id)
);
insert into public.order_before_rounding (order_id, goods_total, total)
select o.id, o.goods_total, o.total
from public.customer_order o
where o.id in (
  select l.order_id from public.order_line l join public.order_line_before_rounding b on b.order_line_id = l.id
);

update public.customer_order o
set goods_total = n.goods, total = n.goods + o.shipping_fee - o.discount_total
from (select l.order_id, sum(l.line_total) as goods from public.order_line l group by l.order_id) n
where n.order_id = o.id and o.id in (select b.order_id from public.order_before_rounding b);

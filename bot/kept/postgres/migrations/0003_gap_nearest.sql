-- Which article came nearest to a question that could not be answered.
alter table bot.gap add column collection text, add column article text;

create or replace trigger timeline_add after insert on deal_stage_history referencing new table as added
    for each statement execute function timeline_stage();

using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Crm.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class OwnedLeads : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
            alter table rollups drop constraint ck_rollups_figure;
            alter table rollups add constraint ck_rollups_figure check (figure in ('DEALS', 'CLOSED', 'CLOSED_MONTH', 'LEADS',
                'OWNED_LEADS', 'NEW_LEADS', 'NEW_LEADS_MONTH', 'OPEN_TASKS', 'OPEN_TASKS_MONTH', 'ACTIVITIES'));
            """);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
            delete from rollups where figure = 'OWNED_LEADS';
            alter table rollups drop constraint ck_rollups_figure;
            alter table rollups add constraint ck_rollups_figure check (figure in ('DEALS', 'CLOSED', 'CLOSED_MONTH', 'LEADS',
                'NEW_LEADS', 'NEW_LEADS_MONTH', 'OPEN_TASKS', 'OPEN_TASKS_MONTH', 'ACTIVITIES'));
            """);
    }
}

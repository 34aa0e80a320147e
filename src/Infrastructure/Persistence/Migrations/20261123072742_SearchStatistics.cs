using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Crm.Infrastructure.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class SearchStatistics : Migration
    {
        /// <summary>The lists that grow.</summary>
        private static readonly string[] Tables = ["companies", "contacts", "deals", "leads", "tasks", "communications", "notes"];

        /// <summary>
        /// How often a text occurs decides how it is looked for: what is frequent, among the newest rows until the page is full; what is rare, by its
        /// trigrams. With the 100 sampled values that PostgreSQL keeps by default it cannot tell a text in one row of a thousand from one in a
        /// hundred; with 1,500 it can, and still looks through them in less than a millisecond.
        /// </summary>
        protected override void Up(MigrationBuilder migrationBuilder) => Set(migrationBuilder, 1500);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => Set(migrationBuilder, -1);

        private static void Set(MigrationBuilder migrationBuilder, int statistics)
        {
            foreach (var table in Tables)
                migrationBuilder.Sql($"alter table {table} alter search_text set statistics {statistics}; analyze {table} (search_text)");
        }
    }
}

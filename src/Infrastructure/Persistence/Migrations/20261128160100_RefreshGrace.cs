using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Crm.Infrastructure.Persistence.Migrations;

/// <summary>The addresses, hashed, to which the successor of a used refresh token was returned again.</summary>
[DbContext(typeof(CrmDbContext))]
[Migration("20261128160100_RefreshGrace")]
public sealed class RefreshGrace : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("alter table refresh_tokens add repeated_for bytea[] not null default '{}'");

    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("alter table refresh_tokens drop repeated_for");
}

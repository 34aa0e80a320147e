using Crm.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Crm.Migrations;

/// <summary>Creates the context for <c>dotnet ef</c>, without a host, a configuration or a running database.</summary>
public sealed class CrmDbContextFactory : IDesignTimeDbContextFactory<CrmDbContext>
{
    /// <inheritdoc />
    public CrmDbContext CreateDbContext(string[] args)
    {
        // EF Core does not connect: it creates migrations by comparing the model with its snapshot.
        var options = new DbContextOptionsBuilder<CrmDbContext>().UseNpgsql("Host=127.0.0.1;Database=crm").Options;
        return new CrmDbContext(options);
    }
}

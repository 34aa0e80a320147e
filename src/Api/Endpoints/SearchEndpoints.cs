using Crm.Application.Search;

namespace Crm.Api.Endpoints;

internal sealed class SearchEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapCollection("search", new TagDescription("Search", "One search over companies, contacts, leads and deals."))
            .MapGet("/", Search).Reads<SearchAll, SearchResults>("search", "Search companies, contacts, leads and deals", "q", "limit");

    private static Task<IResult> Search(string? q, string? limit, UseCaseSender useCases) => useCases.QueryAsync(new SearchAll(q, limit));
}

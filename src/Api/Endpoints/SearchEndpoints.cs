using Crm.Api.Http;
using Crm.Application.Search;

namespace Crm.Api.Endpoints;

internal sealed class SearchEndpoints : IEndpoints
{
    public static void Map(IEndpointRouteBuilder app) => app.MapCollection("search", "Search").MapGet("/", Search).Reads<SearchAll, SearchResults>(
        "search", "Search companies, contacts, leads and deals", "q", "limit");

    private static Task<IResult> Search(string? q, string? limit, UseCases useCases) => useCases.AskAsync(new SearchAll(q, limit));
}

namespace Crm.Api.Http;

/// <summary>An error as the response.</summary>
internal sealed class ProblemResult(Domain.Common.Error error) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => Problems.WriteAsync(httpContext, error);
}

namespace Crm.Api.Http;

/// <summary>A refusal.</summary>
internal sealed class ProblemResult(Domain.Common.Error error) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => Problems.WriteAsync(httpContext, error);
}

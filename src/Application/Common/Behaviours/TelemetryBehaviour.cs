using System.Diagnostics;
using Crm.Application.Common.Metrics;
using Crm.Application.Common.Tables;
using MediatR;

namespace Crm.Application.Common.Behaviours;

/// <summary>Records a span and a duration for each use case, with the error code but without values.</summary>
internal sealed class TelemetryBehaviour<TRequest, TResponse>(CurrentUseCase current) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    private static readonly string UseCaseName = UseCase.Of(typeof(TRequest)).Name;
    private static readonly bool NeedsScope = UseCase.Of(typeof(TRequest)).Right is not null;
    private static readonly bool IsReport =
        typeof(TResponse).GenericTypeArguments is [var response] && response.IsAssignableTo(typeof(ITable));

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        using var activity = Telemetry.Source.StartActivity(UseCaseName);
        var started = Stopwatch.GetTimestamp();
        var outcome = "exception";
        var outer = current.Begin(UseCaseName, NeedsScope, IsReport);
        try
        {
            var response = await next();
            outcome = response.Error?.Code ?? "ok";
            return response;
        }
        finally
        {
            current.End(outer);
            activity?.SetTag("crm.outcome", outcome);
            Telemetry.Duration.Record(
                Stopwatch.GetElapsedTime(started).TotalSeconds, new("crm.usecase", UseCaseName), new("crm.outcome", outcome));
        }
    }
}

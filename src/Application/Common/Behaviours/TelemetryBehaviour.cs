using System.Diagnostics;
using System.Diagnostics.Metrics;
using Crm.Application.Common.Measuring;
using Crm.Domain.Common;
using MediatR;

namespace Crm.Application.Common.Behaviours;

/// <summary>Names of what the service measures of itself.</summary>
public static class Telemetry
{
    public const string Name = "Crm";
    internal static readonly ActivitySource Source = new(Name);
    internal static readonly Meter Meter = new(Name);
    internal static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "crm.usecase.duration", "s", "How long a use case took, by name and outcome.");
}

/// <summary>A span and a duration for each use case; its error's code, never its values.</summary>
internal sealed class TelemetryBehaviour<TRequest, TResponse>(CurrentUseCase current) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    private static readonly string UseCaseName = UseCase.NameOf(typeof(TRequest));

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        using var activity = Telemetry.Source.StartActivity(UseCaseName);
        var started = Stopwatch.GetTimestamp();
        var outcome = "exception";
        var outer = current.Begin(UseCaseName);
        try
        {
            var response = await next().ConfigureAwait(false);
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

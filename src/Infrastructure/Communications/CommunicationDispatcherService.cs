using Crm.Infrastructure.BackgroundWork;
using Microsoft.Extensions.Logging;

namespace Crm.Infrastructure.Communications;

/// <summary>Runs the dispatcher every few seconds, and again at once after a batch that was not empty.</summary>
internal sealed class CommunicationDispatcherService(
    CommunicationDispatcher dispatcher, MailOptions mail, ILogger<CommunicationDispatcherService> logger)
    : BackgroundWorker("Sending scheduled communications", logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (mail.Host is null)
            logger.LogInformation(
                "No mail server is configured; e-mail is written to the folder {Folder}", Path.GetFullPath(mail.PickupFolder));
        return base.StartAsync(cancellationToken);
    }

    protected override Task<int> WorkAsync(CancellationToken ct) => dispatcher.RunOnceAsync(ct);

    protected override Task WaitAsync(int done, CancellationToken ct) => done > 0 ? Task.CompletedTask : Task.Delay(Interval, ct);
}

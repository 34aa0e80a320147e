using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Crm.LocalPostgres;

/// <summary>
/// A private PostgreSQL server for one service process: finds or installs the binaries, creates the cluster in a data folder once, then
/// starts, supervises and stops the server. It listens on 127.0.0.1 only, with a password for each role.
/// </summary>
/// <remarks>
/// The data folder contains <c>postgres/data</c> (the cluster), <c>postgres/server.log</c>, <c>postgres.json</c> (passwords and port),
/// <c>postgres.lock</c> and <c>postgres.pid</c> (the service process that uses the folder) and, if PostgreSQL had to be installed,
/// <c>postgres-bin</c>.
/// </remarks>
public sealed class LocalPostgresServer : IAsyncDisposable
{
    private const string AdminRole = "crm_admin";
    private const string OwnerRole = "crm_owner";
    private const string ServiceRole = "crm_service";
    private const string DatabaseName = "crm";
    private const long LargestLog = 10 * 1024 * 1024;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly LocalPostgresOptions _options;
    private readonly IProgress<string>? _progress;
    private readonly PostgresFolder _folder;
    private readonly PostgresBinaries _binaries;
    private readonly FileStream _lock;
    private readonly CancellationTokenSource _stopping = new();
    private PostgresCredentials _credentials;
    private Task _supervision = Task.CompletedTask;

    private LocalPostgresServer(
        LocalPostgresOptions options,
        IProgress<string>? progress,
        PostgresFolder folder,
        PostgresBinaries binaries,
        PostgresCredentials credentials,
        FileStream @lock)
    {
        (_options, _progress, _folder, _binaries, _credentials, _lock) = (options, progress, folder, binaries, credentials, @lock);
    }

    /// <summary>Connects to the database crm as the role that owns it: for migrations.</summary>
    public string OwnerConnectionString => ConnectionString(DatabaseName, OwnerRole, _credentials.OwnerPassword);

    /// <summary>Connects to the database crm as the service role, which has only the privileges that migrations grant.</summary>
    public string ServiceConnectionString => ConnectionString(DatabaseName, ServiceRole, _credentials.ServicePassword);

    /// <summary>Connects to the database postgres as the superuser: to create and drop databases in tests.</summary>
    public string AdminConnectionString => ConnectionString("postgres", AdminRole, _credentials.AdminPassword);

    /// <summary>The server's process; it changes when the server ends unexpectedly and is restarted.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Creates the cluster, the roles and the database if they are missing, and starts the server.</summary>
    /// <param name="o">The options.</param>
    /// <param name="progress">Receives a message before each step that takes time.</param>
    /// <param name="ct">Cancels the start; no process is left running.</param>
    /// <exception cref="LocalPostgresException">The server cannot be started; the message says what to do.</exception>
    public static async Task<LocalPostgresServer> StartAsync(LocalPostgresOptions o, IProgress<string>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(o);
        try
        {
            return await StartUncheckedAsync(o, progress, ct);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw new LocalPostgresException(
                $"The data folder {o.DataDirectory} cannot be used ({failure.Message.TrimEnd('.')}): start as the user who owns it, or " +
                    $"choose another one with --data-dir.",
                failure);
        }
    }

    /// <summary>Stops the server: open sessions are terminated, committed data is on disk.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        await _stopping.CancelAsync();
        await _supervision;
        await StopAsync();
        _stopping.Dispose();
        Release(_folder, _lock);
    }

    private static async Task<LocalPostgresServer> StartUncheckedAsync(
        LocalPostgresOptions options, IProgress<string>? progress, CancellationToken ct)
    {
        var folder = new PostgresFolder(options.DataDirectory);
        Directory.CreateDirectory(folder.Root);
        var @lock = Lock(folder);
        try
        {
            var binaries = await PostgresBinaries.FindAsync(folder.Root, folder.ClusterVersion, progress, ct);
            await folder.PrepareAsync(binaries.Directory, ct);

            var credentials = PostgresCredentials.Read(folder.CredentialsFile);
            if (credentials is null)
            {
                if (folder.ClusterVersion is not null)
                    throw new LocalPostgresException(
                        $"{folder.CredentialsFile}, which contains the passwords of the private PostgreSQL, is missing: restore it " +
                            $"from a backup, or move {folder.Cluster} away to start with an empty database.");
                credentials = PostgresCredentials.Create();
                credentials.Write(folder.CredentialsFile);
            }

            var server = new LocalPostgresServer(options, progress, folder, binaries, credentials, @lock);
            await server.RunAsync(ct);
            return server;
        }
        catch
        {
            Release(folder, @lock);
            throw;
        }
    }

    /// The operating system releases the lock when the process ends, however it ends.
    private static FileStream Lock(PostgresFolder folder)
    {
        try
        {
            var stream = new FileStream(folder.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(folder.PidFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return stream;
        }
        catch (IOException failure) when (failure is not (DirectoryNotFoundException or FileNotFoundException))
        {
            var holder = File.Exists(folder.PidFile) ? File.ReadAllText(folder.PidFile) : "unknown";
            throw new LocalPostgresException(
                $"The data folder {folder.Root} is in use by a running service (process {holder}): stop that service, or choose " +
                    $"another folder with --data-dir.", failure);
        }
    }

    private static void Release(PostgresFolder folder, FileStream @lock)
    {
        File.Delete(folder.PidFile);
        @lock.Dispose();
    }

    private async Task RunAsync(CancellationToken ct)
    {
        try
        {
            if (_folder.ClusterVersion is null)
                await CreateClusterAsync(ct);
            await StopLeftoverAsync();
            await StartServerAsync(_options.Port, ct);
            await PrepareDatabaseAsync(ct);
        }
        catch
        {
            await StopAsync();
            throw;
        }

        _supervision = SuperviseAsync(_stopping.Token);

    }

    private async Task CreateClusterAsync(CancellationToken ct)
    {
        _progress?.Report($"Creating the database cluster in {_folder.Cluster} (PostgreSQL {_binaries.MajorVersion})");
        // Created in a temporary folder and then renamed, so that an interrupted initdb never looks like a cluster.
        var draft = _folder.Cluster + ".new";
        var passwordFile = Path.Combine(_folder.Home, "password");
        try
        {
            await File.WriteAllTextAsync(passwordFile, _credentials.AdminPassword, ct);
            await _folder.SetOwnerAsync(ct);

            CommandLine.CommandOutcome? outcome = null;
            foreach (var locale in Locales())
            {
                if (Directory.Exists(draft))
                    Directory.Delete(draft, recursive: true);
                string[] arguments =
                [
                    "-D", draft, "--encoding=UTF8", .. locale,
                    $"--username={AdminRole}", "--auth=scram-sha-256", $"--pwfile={passwordFile}", "--no-instructions",
                    .. _options.Durable ? Array.Empty<string>() : ["--no-sync"],
                ];
                // Not cancelled: it takes a second, and a killed initdb would leave shared memory behind.
                outcome = await CommandLine.RunAsync(_binaries["initdb"], arguments, _folder.User, _folder.Home, CancellationToken.None);
                ct.ThrowIfCancellationRequested();
                if (outcome.ExitCode == 0 || !outcome.Output.Contains("locale", StringComparison.Ordinal))
                    break;
            }

            if (outcome!.ExitCode != 0)
                throw new LocalPostgresException(
                    $"The database cluster could not be created in {_folder.Cluster} ({LastLine(outcome.Output)}): correct the cause " +
                        $"and start again.");
            await File.AppendAllTextAsync(Path.Combine(draft, "postgresql.conf"), "\ninclude = 'crm.conf'\n", ct);
            Directory.Move(draft, _folder.Cluster);
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }

    /// C.UTF-8 sorts by code point and supports letters beyond ASCII. It is built into PostgreSQL 17 and later; earlier versions use the
    /// operating system's, or C if the system has none.
    private string[][] Locales()
    {
        const string provider = "--locale-provider=builtin";
        const string builtInLocale = "--builtin-locale=C.UTF-8";
        string[][] builtIn = [[provider, builtInLocale, "--locale=C.UTF-8"], [provider, builtInLocale, "--locale=C"]];
        string[][] systems = [["--locale=C.UTF-8"], ["--locale=C.utf8"], ["--locale=C"]];
        return _binaries.MajorVersion >= 17 ? [.. builtIn, .. systems] : systems;
    }

    /// A service that was killed leaves its server running, with its sessions and their locks: that server is stopped, not reused.
    private async Task StopLeftoverAsync()
    {
        if (ReadProcessId() is not { } pid)
            return;
        switch (PostgresProcess.Look(pid, _folder.Cluster))
        {
            case PostgresProcess.State.ThisServer:
                _progress?.Report("Stopping a PostgreSQL server that an earlier service left running");
                await StopAsync();
                break;
            case PostgresProcess.State.OtherServer:
                throw new LocalPostgresException(
                    $"{_folder.ServerPidFile} contains the id of process {pid}, which is another PostgreSQL server: if no server uses " +
                        $"{_folder.Cluster}, delete that file and start again.");
            case PostgresProcess.State.OtherProgram:
                // Another program has this process id now; PostgreSQL itself would not start.
                File.Delete(_folder.ServerPidFile);
                break;
            case PostgresProcess.State.Gone: // PostgreSQL itself ignores the stale file
            default:
                break;
        }
    }

    private async Task StartServerAsync(int? fixedPort, CancellationToken ct)
    {
        RotateLog();
        var stopwatch = Stopwatch.StartNew();
        while (true)
        {
            var port = ChoosePort(fixedPort);
            if (port != _credentials.Port)
            {
                _credentials = _credentials with { Port = port };
                _credentials.Write(_folder.CredentialsFile);
            }

            WriteSettings(port);
            _progress?.Report($"Starting PostgreSQL {_binaries.MajorVersion} on 127.0.0.1:{port}");
            var logLength = File.Exists(_folder.LogFile) ? new FileInfo(_folder.LogFile).Length : 0;
            // pg_ctl starts the server in its own session: Ctrl-C reaches only the service, which stops the server last.
            var starting = PgCtlAsync(["start", "-w", "-t", "600", "-l", _folder.LogFile]);
            CommandLine.CommandOutcome outcome;
            try
            {
                outcome = await starting.WaitAsync(ct);
            }
            catch (OperationCanceledException)
            {
                // Enough time for the server to write its pid file, which StopAsync needs; a long recovery is not awaited.
                await Task.WhenAny(starting, Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None));
                throw;
            }

            if (outcome.ExitCode == 0 && ReadProcessId() is { } pid)
            {
                ProcessId = pid;
                return;
            }

            var reason = ReadLog(logLength);
            // Processes of a killed server may exist a moment longer; another program may have taken the port since it was checked.
            var isTemporary = reason.Contains("shared memory block", StringComparison.Ordinal)
                || (fixedPort is null && reason.Contains("Address already in use", StringComparison.Ordinal));
            if (!isTemporary || stopwatch.Elapsed > StartTimeout)
            {
                var line = reason.Split('\n').LastOrDefault(text => text.Contains("FATAL", StringComparison.Ordinal)) ??
                    LastLine(outcome.Output);
                throw new LocalPostgresException($"PostgreSQL did not start ({line.Trim()}): see {_folder.LogFile}.");
            }

            // There is no notification when these processes are gone, so the start is attempted again.
            await Task.Delay(TimeSpan.FromMilliseconds(500), ct);
        }
    }

    private int ChoosePort(int? fixedPort)
    {
        if (fixedPort is { } wanted)
            return LoopbackPort.IsFree(wanted) ? wanted : throw new LocalPostgresException(
                $"Port {wanted}, which is configured for the private PostgreSQL, is in use: free it or choose another one.");
        if (_credentials.Port is { } last && LoopbackPort.IsFree(last))
            return last;
        return LoopbackPort.Choose();
    }

    private void WriteSettings(int port)
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["listen_addresses"] = "127.0.0.1",
            ["unix_socket_directories"] = "",
            ["max_connections"] = "100",
            ["shared_buffers"] = "256MB",
            ["effective_cache_size"] = "1GB",
            ["work_mem"] = "16MB",
            ["maintenance_work_mem"] = "64MB",
            ["random_page_cost"] = "1.1",
            ["jit"] = "off", // costs more than it saves for short queries
            ["timezone"] = "UTC",
            ["log_timezone"] = "UTC",
            // No values of rows in the log: neither statements nor details of errors.
            ["log_min_error_statement"] = "panic",
            ["log_error_verbosity"] = "terse",
            ["log_line_prefix"] = "%m [%p] ",
        };
        if (!_options.Durable)
        {
            settings["fsync"] = "off";
            settings["synchronous_commit"] = "off";
            settings["full_page_writes"] = "off";
            settings["wal_level"] = "minimal";
            settings["max_wal_senders"] = "0";
            settings["autovacuum"] = "off";
        }

        foreach (var (name, value) in _options.Settings ?? new Dictionary<string, string>())
            settings[name] = value;
        settings["port"] = port.ToString(CultureInfo.InvariantCulture);

        var text = new StringBuilder("# Written at every start.\n");
        foreach (var (name, value) in settings)
            text.Append(CultureInfo.InvariantCulture, $"{name} = '{value.Replace("'", "''", StringComparison.Ordinal)}'\n");
        var file = Path.Combine(_folder.Cluster, "crm.conf");
        File.WriteAllText(file, text.ToString());
        // The folder is closed to other users; the server, which may run as another user than this process, has to read the file.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    /// Creates the roles and the database that are missing, also after an interrupted start.
    private async Task PrepareDatabaseAsync(CancellationToken ct)
    {
        await using (var admin = await OpenAsync(AdminConnectionString, ct))
        {
            var roles = new StringBuilder();
            foreach (var (role, password) in new[] { (OwnerRole, _credentials.OwnerPassword), (ServiceRole, _credentials.ServicePassword) })
            {
                if (!await ExistsAsync(admin, "select 1 from pg_roles where rolname = $1", role, ct))
                    roles.Append(CultureInfo.InvariantCulture,
                        $"create role {role} login nosuperuser nocreatedb nocreaterole password '{password}';");
            }

            if (roles.Length > 0)
                await ExecuteAsync(admin, roles.ToString(), ct);
            if (!await ExistsAsync(admin, "select 1 from pg_database where datname = $1", DatabaseName, ct))
                await ExecuteAsync(admin, $"create database {DatabaseName} owner {OwnerRole}", ct);
            if (!await ExistsAsync(admin, "select 1 from pg_available_extensions where name = $1", "pg_trgm", ct))
                throw new LocalPostgresException(
                    $"The PostgreSQL in {_binaries.Directory} lacks the extension pg_trgm: install the contrib package of PostgreSQL " +
                        $"{_binaries.MajorVersion}.");
        }

        await using var owner = await OpenAsync(ConnectionString(DatabaseName, AdminRole, _credentials.AdminPassword), ct);
        await ExecuteAsync(
            owner,
            $"""
            revoke all on database {DatabaseName} from public;
            grant connect on database {DatabaseName} to {ServiceRole};
            alter schema public owner to {OwnerRole};
            revoke all on schema public from public;
            grant usage on schema public to {ServiceRole};
            """,
            ct);
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            return connection;
        }
        catch (NpgsqlException failure)
        {
            await connection.DisposeAsync();
            throw new LocalPostgresException(
                $"The private PostgreSQL rejects the login of its administrator ({failure.Message}): if postgres.json was replaced, " +
                    $"restore the file that belongs to this cluster.", failure);
        }
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string sql, string name, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = name } } };
        return await command.ExecuteScalarAsync(ct) is not null;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// Restarts the server if it ends unexpectedly, on the same port, so that connection strings stay valid.
    private async Task SuperviseAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                if (PostgresProcess.Look(ProcessId, _folder.Cluster) == PostgresProcess.State.ThisServer)
                    continue;
                _progress?.Report("PostgreSQL ended unexpectedly");
                try
                {
                    await StopLeftoverAsync();
                    await StartServerAsync(_credentials.Port, stopping);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    _progress?.Report(failure.Message); // the next tick tries again
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The service is stopping.
        }
    }

    private async Task StopAsync()
    {
        if (ReadProcessId() is not { } pid || PostgresProcess.Look(pid, _folder.Cluster) != PostgresProcess.State.ThisServer)
            return;
        var outcome = await PgCtlAsync(["stop", "-m", "fast", "-w", "-t", "60"]);
        if (outcome.ExitCode != 0)
            await PgCtlAsync(["stop", "-m", "immediate", "-w", "-t", "10"]);
    }

    private Task<CommandLine.CommandOutcome> PgCtlAsync(string[] arguments) =>
        CommandLine.RunAsync(
            _binaries["pg_ctl"], [.. arguments, "-D", _folder.Cluster], _folder.User, _folder.Home, CancellationToken.None);

    private int? ReadProcessId() =>
        File.Exists(_folder.ServerPidFile)
        && int.TryParse(File.ReadLines(_folder.ServerPidFile).FirstOrDefault(), CultureInfo.InvariantCulture, out var pid)
            ? pid
            : null;

    private void RotateLog()
    {
        if (File.Exists(_folder.LogFile) && new FileInfo(_folder.LogFile).Length > LargestLog)
            File.Move(_folder.LogFile, _folder.LogFile + ".1", overwrite: true);
    }

    private string ReadLog(long from)
    {
        if (!File.Exists(_folder.LogFile))
            return "";
        using var stream = new FileStream(_folder.LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Seek(from, SeekOrigin.Begin);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string LastLine(string text) => text.Split('\n')[^1].Trim();

    private string ConnectionString(string database, string role, string password) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = _credentials.Port ?? 0,
            Database = database,
            Username = role,
            Password = password,
        }.ConnectionString;
}

# Runs build.cake:  ./build.ps1 <target> [name] [options]; `./build.ps1 help` lists the targets.
$ErrorActionPreference = 'Stop'
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:MSBUILDDISABLENODEREUSE = '1'
$target = if ($args.Count -gt 0) { $args[0] } else { 'build' }
if ($target -in '-h', '--help') { $target = 'help' }
$rest = @($args | Select-Object -Skip 1)
$caller = Get-Location
$program = Join-Path $PSScriptRoot 'artifacts/run/Crm.Api.dll'

Set-Location $PSScriptRoot
try {
    $found = Get-Command dotnet -ErrorAction SilentlyContinue
    if ($found) { dotnet --version 2>&1 | Out-Null }
    if (-not $found -or $LASTEXITCODE -ne 0) {
        $sdk = (Get-Content global.json -Raw | ConvertFrom-Json).sdk.version
        Write-Host "The .NET SDK $sdk (or a later 10.0 one) was not found: install it from https://dot.net/download and run this again."
        exit 1
    }

    # A weak password is rejected before anything is built, as in build.sh.
    if ($target -eq 'run' -and $env:CRM_ADMIN_PASSWORD) {
        if (Test-Path $program) {
            dotnet $program check @rest
            if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
        }
        elseif ($env:CRM_ADMIN_PASSWORD.Length -lt 12) {
            [Console]::Error.WriteLine('CRM_ADMIN_PASSWORD must have at least 12 characters.')
            exit 1
        }
    }

    $options = $rest
    if ($target -eq 'run') { $options = @() }
    elseif ($rest.Count -gt 0 -and -not $rest[0].StartsWith('-')) {
        # The word after the target: part of a test's name, or the name of a migration.
        $options = @("--name=$($rest[0])") + @($rest | Select-Object -Skip 1)
    }

    dotnet tool restore | Out-Null
    if ($LASTEXITCODE -eq 0) { dotnet cake --verbosity=quiet --no-report "--target=$target" @options }
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}
finally { Set-Location $caller }

if ($target -eq 'run') {
    $data = @('--data-dir', (Join-Path $PSScriptRoot '.crm'))
    if ($rest | Where-Object { $_ -eq '--data-dir' -or $_ -like '--data-dir=*' }) { $data = @() }
    # Garbage is collected after 8 MB instead of the size of the processor's cache: docs/performance.md, Memory.
    if (-not $env:DOTNET_GCgen0size) { $env:DOTNET_GCgen0size = '0x800000' }
    dotnet $program serve @data @rest
    exit $LASTEXITCODE
}

using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Orleans.Dashboard;
using SmartCare.Domain.Rules;
using SmartCare.Grains.Commit;
using SmartCare.Grains.Core;
using SmartCare.Grains.Silo;
using SmartCare.Grains.Store;
using SmartCare.Mqtt.Server;
using SmartCare.Mqtt.Sockets;
using SmartCare.Mqtt.Sessions;
using SmartCare.Series;
using SmartCare.Server.Accounts;
using SmartCare.Server.Alerts;
using SmartCare.Server.Api;
using SmartCare.Server.Api.Description;
using SmartCare.Server.Care;
using SmartCare.Server.Complaints;
using SmartCare.Server.Demo;
using SmartCare.Server.District;
using SmartCare.Server.Figures;
using SmartCare.Server.Floors;
using SmartCare.Server.Intake;
using SmartCare.Server.Learning;
using SmartCare.Server.Notices;
using SmartCare.Server.Notices.Push;
using SmartCare.Server.Onboarding;
using SmartCare.Server.Operations;
using SmartCare.Server.Record;
using SmartCare.Server.Registry;
using SmartCare.Server.Registry.Exchange;
using SmartCare.Server.Registry.Fields;
using SmartCare.Server.Series;
using SmartCare.Server.Thresholds;
using SmartCare.Server.Upkeep;
using SmartCare.Server.Upstreams;
using SmartCare.Server.Webhooks;
using SmartCare.Storage;

namespace SmartCare.Server;

/// <summary>The only place that wires: reads the settings, builds the parts, maps what is seen from outside.</summary>
internal static class CareHost
{
    /// <summary>A note of 1,000 characters with every one escaped has 6,000 bytes; nothing that is taken here is longer.</summary>
    private const int MostBodyBytes = 64 * 1024;

    /// <param name="replace">Takes the place of parts: a test hands in its own clock, or a disk that fails.</param>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? replace = null)
    {
        // "--demo" alone is the documented short form of "--Demo=true".
        args = [.. args.Select(a => a is "--demo" ? "--Demo=true" : a)];
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
        });
        SettingKeys.Check(builder.Configuration, args);
        var settings = Settings.Read(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBodyBytes;
            // Nobody but a stream keeps a connection without asking for anything.
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
            kestrel.Listen(settings.HttpPlainBind, settings.HttpPort, http => http.Use(Door().Guard));
            kestrel.Listen(new MqttEndPoint(settings.MqttBind, settings.MqttPort), mqtt => mqtt.UseConnectionHandler<MqttConnectionHandler>());
            if (settings.MqttTls is { } tls)
                kestrel.Listen(settings.MqttBind, tls.Port, mqtt => mqtt.UseMqttTls(Certificates(tls)));
            if (settings.HttpTls is { } secure)
                kestrel.Listen(settings.HttpBind, secure.Port, http =>
                {
                    http.Use(Door().Guard);
                    http.UseTls(Certificates(secure));
                });

            HttpDoor Door() => kestrel.ApplicationServices.GetRequiredService<HttpDoor>();
            TlsCertificates Certificates(TlsSettings of) => kestrel.ApplicationServices.GetRequiredKeyedService<TlsCertificates>(of.Section);
        });
        builder.Host.UseOrleans(silo => OrleansSilo.Configure(silo, settings));
        builder.AddTelemetry(settings);
        AddCare(builder.Services, settings);
        AddMqtt(builder.Services, settings);
        AddSeries(builder.Services, settings);
        builder.Services.AddNotices(settings);
        builder.Services.AddRecord();
        builder.Services.AddWebhooks();
        AddWeb(builder.Services, settings);
        replace?.Invoke(builder.Services);
        var app = builder.Build();
        Map(app);
        return app;
    }

    public static async Task RunAsync(WebApplication app)
    {
        foreach (var finding in app.Services.GetRequiredService<StoreHealth>().Problems) Console.WriteLine($"WARNING: {finding}");
        var (http, mqtt) = await StartAsync(app);
        if (app.Services.GetRequiredService<OpenFiles>() is { Allowed: < OpenFiles.Enough } files)
            Console.WriteLine($"WARNING: only {files.Allowed} files may be open (ulimit -n), so {files.Mqtt} MQTT and {files.Http} HTTP connections at most; allow {OpenFiles.Enough} or more.");
        if (app.Services.GetRequiredService<Settings>().MqttOpen)
            Console.WriteLine("WARNING: Mqtt:Open - the MQTT port serves anonymous clients on any topic; nothing they send is journaled.");
        foreach (var note in Exposure.Of(app.Services.GetRequiredService<Settings>())) Console.WriteLine($"WARNING: {note}");
        Console.WriteLine($"SmartCare is up. Wall: {(SecureAddress(app) ?? http).GetLeftPart(UriPartial.Authority)}  MQTT: {mqtt.GetLeftPart(UriPartial.Authority)}");
        await app.WaitForShutdownAsync();
    }

    /// <summary>Checks that it may serve, serves, and has the demo home in place.</summary>
    /// <param name="said">Where the first admin's password is shown; null: on the console.</param>
    /// <returns>Where it listens.</returns>
    public static async Task<(Uri Http, Uri Mqtt)> StartAsync(WebApplication app, TextWriter? said = null)
    {
        var settings = app.Services.GetRequiredService<Settings>();
        PortCheck.Run(settings);
        var accounts = app.Services.GetRequiredService<AccountStore>();
        if (settings.Demo && accounts is { IsEmpty: false, HasDemoAccounts: false })
            throw new SettingException("Demo: this data belongs to a real home, which the demo must not touch; name another folder with Data:Path.");
        if (accounts.HasDemoAccounts && !(IPAddress.IsLoopback(settings.HttpBind) && IPAddress.IsLoopback(settings.MqttBind)))
            throw new SettingException("Data:Path: this data holds the demo's accounts, whose passwords everyone knows; bind to loopback or take another folder.");
        var unwritable = app.Services.GetRequiredService<SqliteStore>().WhyUnwritable;
        if (unwritable is not null && accounts.IsEmpty) throw new SettingException($"Data:Path: {unwritable}, and nobody is known who could sign in");
        FirstAdmin.MakeIfNeeded(accounts, settings, said ?? Console.Out);
        try
        {
            await app.StartAsync();
        }
        catch (Exception error) when (error is IOException { InnerException: AddressInUseException } or System.Net.Sockets.SocketException)
        {
            throw new SettingException($"Http:Bind, Http:Port, Mqtt:Bind or Mqtt:Port: {error.Message}");
        }

        if (settings.Demo && unwritable is null) await app.Services.GetRequiredService<DemoHome>().SeedAsync();
        app.Services.GetRequiredService<Health>().Started();
        var addresses = Addresses(app);
        return (new Uri(addresses[0]), new Uri(addresses[1].Replace("http://", "mqtt://", StringComparison.Ordinal)));
    }

    /// <returns>Where it serves the wall over TLS; null when it does not.</returns>
    public static Uri? SecureAddress(WebApplication app) => app.Services.GetRequiredService<Settings>().HttpTls is null ? null : new Uri(Addresses(app)[^1]);

    /// <summary>In the order in which they are listened to.</summary>
    private static List<string> Addresses(WebApplication app) => [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    private static void AddCare(IServiceCollection services, Settings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(_ => new DataFolder(settings.DataPath));
        services.AddKeyedSingleton(WatchClock.Wall, TimeProvider.System);
        services.AddSingleton(s => new WatchClock(s.GetRequiredKeyedService<TimeProvider>(WatchClock.Wall), s.GetRequiredService<ICareStore>()));
        services.AddSingleton<TimeProvider>(s => s.GetRequiredService<WatchClock>());
        // The folder is held before its first file is touched.
        services.AddSingleton<StoreHealth>();
        services.AddSingleton<KeyHealth>();
        services.AddSingleton(s => DataStore.Open(s.GetRequiredService<DataFolder>(), s.GetRequiredKeyedService<TimeProvider>(WatchClock.Wall), s.GetRequiredService<StoreHealth>()));
        services.AddSingleton(s => s.GetRequiredService<OpenedStore>().Store);
        services.AddHostedService<StoreKeeper>();
        services.AddSingleton<ICareStore>(s => s.GetRequiredService<SqliteStore>());
        services.AddSingleton(s => s.GetRequiredService<SqliteStore>().Tables);
        services.AddSingleton(GrainKinds.Default);
        services.AddSingleton(s => new PolicyBook(new ItemFile(s.GetRequiredService<DataFolder>().PathOf("policy.db")), s.GetRequiredService<StoreHealth>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => s.GetRequiredService<PolicyBook>().Policy);
        services.AddSingleton<Rehearsals>();
        services.AddSingleton<IRecordSink, RecordProjection>();
        services.AddSingleton<IGrainRescue, GrainRescue>();
        services.AddSingleton<GrainStates>();
        services.AddSingleton<SystemAlerts>();
        services.AddSingleton<NuisanceBook>();
        services.AddHostedService(s => s.GetRequiredService<NuisanceBook>());
        services.AddSingleton<AlertStore>();
        services.AddSingleton<AlertFeed>();
        services.AddSingleton<AlertCommands>();
        services.AddSingleton<RegistryIndex>();
        services.AddSingleton<RegistryEdit>();
        services.AddSingleton<RegistryArchive>();
        services.AddSingleton<RegistryViews>();
        services.AddSingleton<RegistryGate>();
        services.AddSingleton<GrainRegistry>();
        services.AddSingleton<ContactRules>();
        services.AddSingleton<RegistryImport>();
        services.AddSingleton<PhotoApi>();
        services.AddWall();
        services.AddSingleton<FloorBook>();
        services.AddSingleton<FloorApi>();
        services.AddUpkeep();
        services.AddSingleton<ComplaintBook>();
        services.AddSingleton<ComplaintApi>();
        services.AddDistrict();
        services.AddSingleton<ElderStays>();
        services.AddSingleton<ElderApi>();
        services.AddSingleton<ElderFamilyApi>();
        services.AddSingleton<WallWatch>();
        services.AddSingleton<DutyEdit>();
        services.AddSingleton<DecisionCounters>();
        services.AddLearning(settings);
        services.AddFigures();
        services.AddAccounts(settings.Auth);
        services.AddSingleton<DemoHome>();
        services.AddSingleton<SiteLabels>();
        services.AddSingleton<DeviceAvailability>();
        services.AddSingleton<StandingMetrics>();
        services.AddSingleton<AlertMetrics>();
        services.AddHostedService(s => s.GetRequiredService<AlertMetrics>());
        services.AddSingleton<EventLog>();
        services.AddHostedService(s => s.GetRequiredService<EventLog>());
        services.AddSingleton<DeadMansSwitch>();
        services.AddSingleton<Health>();
        services.AddSingleton(_ => OpenFiles.OfThisProcess());
        services.AddSingleton<HttpDoor>();
        services.AddSingleton<StrangerPace>();
        services.AddHostedService<Heartbeat>();
    }

    private static void AddMqtt(IServiceCollection services, Settings settings)
    {
        services.AddSingleton<Quarantine>();
        services.AddSingleton(s => new ChannelBook(
            new ItemFile(s.GetRequiredService<DataFolder>().PathOf("channels.db")), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<ChannelBook>>()));
        services.AddHostedService(s => s.GetRequiredService<ChannelBook>());
        services.AddSingleton<IngestPipeline>();
        services.AddInbox();
        services.AddSingleton<RefusedTopics>();
        services.AddSingleton<GatewayWatch>();
        var options = new MqttOptions { Open = settings.MqttOpen };
        // A plain broker is measured, and measured by few connections.
        if (options.Open) options.InboundRateMax = 0;
        services.AddSingleton(s => s.GetRequiredService<OpenFiles>().Bound(options));
        services.AddSingleton<IMqttAuthenticator>(s => settings.MqttOpen ? new OpenAuthenticator() : ActivatorUtilities.CreateInstance<CareAuthenticator>(s));
        services.AddSingleton(s => new ItemFile(s.GetRequiredService<DataFolder>().PathOf("mqtt.db")));
        services.AddSingleton<ISessionStore, MqttStateFile>();
        services.AddSingleton<MqttBroker>();
        services.AddSingleton<MqttConnectionHandler>();
        services.AddSingleton<IConnectionListenerFactory, SocketListenerFactory>();
        foreach (var tls in new[] { settings.MqttTls, settings.HttpTls }.OfType<TlsSettings>())
            services.AddKeyedSingleton(tls.Section, (s, _) => Certificates(tls, s));
        services.AddHostedService<MqttHeartbeat>();
        services.AddHostedService<AlertTopics>();
        services.AddUpstreams();
        services.AddHostedService<StandingTopics>();
    }

    private static TlsCertificates Certificates(TlsSettings tls, IServiceProvider services)
    {
        try
        {
            return new TlsCertificates(
                tls.Certificate, tls.Key, tls.ClientCa, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<TlsCertificates>>());
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SettingException($"{tls.Section}:Certificate, {tls.Section}:Key{(tls.ClientCa is null ? "" : $" or {tls.Section}:ClientCa")}: {error.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static void AddSeries(IServiceCollection services, Settings settings)
    {
        services.AddSingleton<ISeriesStore>(s => settings.Series.Influx is { } influx
            ? new InfluxSeries(
                influx, new HttpClient(), Path.Combine(settings.DataPath, "influx-cursor.json"), s.GetRequiredService<ILogger<InfluxSeries>>(), s.GetRequiredService<TimeProvider>())
            : new EmbeddedSeries(Path.Combine(settings.DataPath, "series.db"), settings.Series.KeepDays, settings.Series.KeepMeansDays));
        services.AddSingleton<IReadingSource, JournalReadings>();
        services.AddSingleton<SeriesFeed>();
        services.AddHostedService<SeriesRunner>();
        services.AddHostedService<JournalCutter>();
    }

    private static void AddWeb(IServiceCollection services, Settings settings)
    {
        // Cookies outlive a restart of the silo, as their sessions do: nobody signs in again at 3 a.m. because of an update.
        services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(settings.DataPath, "keys"))).SetApplicationName("SmartCare");
        var signIns = TokenSignIn.AddTo(services).AddCookie(SessionCookie.Configure);
        if (settings.Auth.OpenId is { } openId) signIns.AddOpenId(openId);
        services.AddAuthorization(o => o.AddPolicy(SessionCookie.AdminOnly, p => p.RequireAssertion(SessionCookie.IsAdmin)));
        services.AddHttpContextAccessor();
        services.AddScoped(s => s.GetRequiredService<Viewers>().Of(s.GetRequiredService<IHttpContextAccessor>().HttpContext!.User)
            ?? throw new InvalidOperationException("A route that needs a viewer is open to everyone."));
        services.AddProblemDetails(o => o.CustomizeProblemDetails = Problems.Complete);
        // Caught around the routes, which know what to say of it.
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddApiDescription();
        services.AddBrowserGuard(settings);
        services.ConfigureHttpJsonOptions(o =>
        {
            Json(o.SerializerOptions);
            o.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        });
        services.AddSingleton<WallStreams>();
        services.AddSignalR(hub => hub.MaximumReceiveMessageSize = 32 * 1024).AddJsonProtocol(o => Json(o.PayloadSerializerOptions));
    }

    private static void Json(JsonSerializerOptions options) => options.Converters.Add(new UtcTime());

    private static void Map(WebApplication app)
    {
        var services = app.Services;
        SiloMetrics.Observe(
            services.GetRequiredService<Metrics>(), services.GetRequiredService<CareSilo>(), services.GetRequiredService<AlertStore>(),
            services.GetRequiredService<AlertFeed>(), services.GetRequiredService<MqttBroker>(), services.GetRequiredService<SeriesFeed>());
        services.GetRequiredService<DeviceAvailability>().Observe(services.GetRequiredService<Metrics>());
        services.GetRequiredService<StandingMetrics>().Observe(services.GetRequiredService<Metrics>());
        services.GetRequiredService<DecisionCounters>().Stood += services.GetRequiredService<DeviceAvailability>().Take;
        services.GetRequiredService<PolicyBook>().Changed += policy => services.GetRequiredService<CareSilo>().Policy = policy;
        NoticeHealth.Observe(services.GetRequiredService<Metrics>(), services.GetRequiredService<NoticeOutbox>(), services.GetRequiredService<TimeProvider>());
        services.GetRequiredService<KeyHealth>().SetDamagedAside();
        app.UseForwardedHeaders();
        app.UseHsts();
        app.UseSafeHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseReadableRefusals();
        app.Use(next => context => services.GetRequiredService<StrangerPace>().PassAsync(context, next));
        app.UseWebSockets();
        app.UseBrowserGuard();
        app.UseWall();
        app.UseAuthentication();
        app.UseAuthorization();
        // A wrong certificate stops the start, as any wrong setting does.
        foreach (var section in (string[])["Mqtt:Tls", "Http:Tls"]) services.GetKeyedService<TlsCertificates>(section);
        app.MapMqtt("/mqtt");
        WatchApi.Map(app, services.GetRequiredService<Settings>().Web);
        var api = app.MapGroup("/api").RequireAuthorization();
        SessionApi.Map(api);
        OwnSessionsApi.Map(api);
        PeopleApi.Map(api);
        TokensApi.Map(api);
        SecondFactorApi.Map(api);
        AlertApi.Map(api);
        RegistryApi.Map(api);
        InboxApi.Map(api);
        ElderApi.Map(api);
        ElderStays.Map(api);
        PhotoApi.Map(api);
        FloorApi.Map(api);
        UpkeepApi.Map(api);
        ComplaintApi.Map(api);
        ExchangeApi.Map(api);
        ContactTestApi.Map(api);
        ElderFamilyApi.Map(api);
        DutyApi.Map(api);
        HandoverApi.Map(api);
        FigureApi.Map(api);
        SeriesApi.Map(api);
        ElderDayApi.Map(api);
        ElderHabitApi.Map(api);
        NoticeApi.Map(api);
        PushApi.Map(api);
        PushReceiptApi.Map(api);
        CallAnswer.Map(app);
        api.MapDistrict();
        api.MapWebhooks(app);
        PolicyApi.Map(api);
        FallModelApi.Map(api);
        api.MapRecord(services);
        api.MapGet("/quarantine", (Viewer viewer, Quarantine quarantine, int? limit) =>
            !viewer.IsAdmin ? Problems.Forbidden("Only admin reads the quarantine.")
            : !Pages.TryLimit(limit, out var most) ? Problems.Invalid($"limit is 1 to {Pages.Most}.")
            : Results.Ok(new Page<Quarantined>(quarantine.Newest(most), null)))
            .Is("listQuarantine", Who.Admin, "The last messages of devices that could not be used, the newest first").Gives<Page<Quarantined>>();
        app.MapHub<AlertHub>("/hub/alerts");
        if (services.GetRequiredService<Settings>().Dashboard) app.MapOrleansDashboard("/orleans").RequireAuthorization(SessionCookie.AdminOnly);
    }
}

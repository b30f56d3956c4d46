/**
 * The requests of the API and their answers, as types.
 *
 * Generated from apps/api/openapi.json by `pnpm generate`. Do not edit.
 */

export interface paths {
    "/api/v1/posts/{uuid}/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How often a post was seen, of all days or of some */
        get: operations["getTotalViews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posts/{uuid}/views/daily": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How often a post was seen on each UTC day, oldest first, without a gap
         * @description The last 30 days, unless `days`, or `from` and `to`, say which. Also as CSV, and as a sparkline in SVG.
         */
        get: operations["getDailyViews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posts/{uuid}/views/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How often a post was seen lately, against as many days before
         * @description Whole UTC days up to and with today, which is not over.
         */
        get: operations["getSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posts/views/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How often each of up to 500 posts was seen, in one call
         * @description In the order asked; a post that nobody has seen has 0. With `granularity` `total`, of all days or of those from `from` to `to`; with `day`, of each of these days, the last 30 unless said otherwise. Posts times days are at most 20000.
         */
        post: operations["queryViews"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posts/top": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The most seen posts, most views first, ties by UUID
         * @description Also as CSV.
         */
        get: operations["getTopPosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posts/trending": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The posts whose views have increased most over as many days before, ties by UUID
         * @description Whole UTC days up to and with today, which is not over. Also as CSV.
         */
        get: operations["getTrendingPosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What there is altogether */
        get: operations["getStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Problem: {
            /** @constant */
            type: "about:blank";
            /** @description The name of the status */
            title: string;
            status: number;
            detail?: string;
            errors?: {
                field: string;
                detail: string;
            }[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getTotalViews: {
        parameters: {
            query?: {
                /** @description The first UTC day; together with `to`; a range has at most 366 days */
                from?: string;
                /** @description The last UTC day, inclusive; together with `from`, and not after today */
                to?: string;
            };
            header?: never;
            path: {
                /** @description Of a post; in any case, answered in lower case */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The numbers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            post_uuid: string;
                            views: number;
                        };
                        meta: {
                            /** @enum {string} */
                            period?: "all";
                            /** Format: date */
                            from?: string;
                            /** Format: date */
                            to?: string;
                            /** @enum {string} */
                            granularity: "total";
                            /** @enum {string} */
                            timezone: "UTC";
                            /**
                             * Format: date-time
                             * @description When the numbers were read
                             */
                            as_of: string;
                            /**
                             * @description The database is away: these are the last numbers that could be read
                             * @enum {boolean}
                             */
                            stale?: true;
                        };
                    };
                };
            };
            /** @description The numbers are those of `If-None-Match` */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, as RFC 9457 has it */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, as RFC 9457 has it */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDailyViews: {
        parameters: {
            query?: {
                /** @description So many days, up to and with today; not together with `from` and `to` */
                days?: number;
                /** @description The first UTC day; together with `to`; a range has at most 366 days */
                from?: string;
                /** @description The last UTC day, inclusive; together with `from`, and not after today */
                to?: string;
            };
            header?: never;
            path: {
                /** @description Of a post; in any case, answered in lower case */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The numbers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: date */
                            date: string;
                            views: number;
                            /** @description The day is not over */
                            partial: boolean;
                        }[];
                        meta: {
                            /** Format: date */
                            from: string;
                            /** Format: date */
                            to: string;
                            /** @enum {string} */
                            granularity: "day";
                            /** @enum {string} */
                            timezone: "UTC";
                            /**
                             * Format: date-time
                             * @description When the numbers were read
                             */
                            as_of: string;
                            /**
                             * @description The database is away: these are the last numbers that could be read
                             * @enum {boolean}
                             */
                            stale?: true;
                        };
                    };
                    "text/csv": string;
                    "image/svg+xml": string;
                };
            };
            /** @description The numbers are those of `If-None-Match` */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, as RFC 9457 has it */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, as RFC 9457 has it */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSummary: {
        parameters: {
            query?: {
                period?: "7d" | "30d" | "90d";
            };
            header?: never;
            path: {
                /** @description Of a post; in any case, answered in lower case */
                uuid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The numbers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            post_uuid: string;
                            current: number;
                            previous: number;
                            /** @description 0.25 is a quarter more than before; null when there was nothing before */
                            change: number | null;
                        };
                        meta: {
                            /** @enum {string} */
                            period: "7d" | "30d" | "90d";
                            /** Format: date */
                            from: string;
                            /** Format: date */
                            to: string;
                            /** Format: date */
                            previous_from: string;
                            /** Format: date */
                            previous_to: string;
                            /** @enum {string} */
                            timezone: "UTC";
                            /**
                             * Format: date-time
                             * @description When the numbers were read
                             */
                            as_of: string;
                            /**
                             * @description The database is away: these are the last numbers that could be read
                             * @enum {boolean}
                             */
                            stale?: true;
                        };
                    };
                };
            };
            /** @description The numbers are those of `If-None-Match` */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, as RFC 9457 has it */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, as RFC 9457 has it */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    queryViews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    post_uuids: string[];
                    /**
                     * Format: date
                     * @description The first UTC day; together with `to`; a range has at most 366 days
                     */
                    from?: string;
                    /**
                     * Format: date
                     * @description The last UTC day, inclusive; together with `from`, and not after today
                     */
                    to?: string;
                    /**
                     * @default total
                     * @enum {string}
                     */
                    granularity?: "total" | "day";
                };
            };
        };
        responses: {
            /** @description The numbers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uuid */
                            post_uuid: string;
                            views: number;
                        }[];
                        meta: {
                            /** @enum {string} */
                            period?: "all";
                            /** Format: date */
                            from?: string;
                            /** Format: date */
                            to?: string;
                            /** @enum {string} */
                            granularity: "total";
                            /** @enum {string} */
                            timezone: "UTC";
                            /**
                             * Format: date-time
                             * @description When the numbers were read
                             */
                            as_of: string;
                            /**
                             * @description The database is away: these are the last numbers that could be read
                             * @enum {boolean}
                             */
                            stale?: true;
                        };
                    } | {
                        data: {
                            /** Format: uuid */
                            post_uuid: string;
                            days: {
                                /** Format: date */
                                date: string;
                                views: number;
                                /** @description The day is not over */
                                partial: boolean;
                            }[];
                        }[];
                        meta: {
                            /** Format: date */
                            from: string;
                            /** Format: date */
                            to: string;
                            /** @enum {string} */
                            granularity: "day";
                            /** @enum {string} */
                            timezone: "UTC";
                            /**
                             * Format: date-time
                             * @description When the numbers were read
                             */
                            as_of: string;
                            /**
                             * @description The database is away: these are the last numbers that could be read
                             * @enum {boolean}
                             */
                            stale?: true;
                        };
                    };
                };
            };
            /** @description The numbers are those of `If-None-Match` */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, as RFC 9457 has it */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, as RFC 9457 has it */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTopPosts: {
        parameters: {
            query?: {
                /** @description So many posts; 10 unless given */
                limit?: number;
                /** @description From the rank after that one on; 0 unless given */
                offset?: number;
                /** @description Up to and with today; `all` unless `from` and `to` are given */
                period?: "all" | "today" | "7d" | "30d";
                /** @description The first UTC day; together with `to`; a range has at most 366 days */
                from?: string;
                /** @description The last UTC day, inclusive; together with `from`, and not after today */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The numbers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            rank: number;
                            /** Format: uuid */
                            post_uuid: string;
                            views: number;
                        }[];
                        meta: {
                            /** @enum {string} */
                            period?: "all" | "today" | "7d" | "30d";
                            /** Format: date */
                            from?: string;
                            /** Format: date */
                            to?: string;
                            limit: number;
                            offset: number;
                            /** @enum {string} */
                            timezone: "UTC";
                            /**
                             * Format: date-time
                             * @description When the numbers were read
                             */
                            as_of: string;
                            /**
                             * @description The database is away: these are the last numbers that could be read
                             * @enum {boolean}
                             */
                            stale?: true;
                        };
                    };
                    "text/csv": string;
                };
            };
            /** @description The numbers are those of `If-None-Match` */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, as RFC 9457 has it */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, as RFC 9457 has it */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTrendingPosts: {
        parameters: {
            query?: {
                period?: "7d" | "30d";
                /** @description So many posts; 10 unless given */
                limit?: number;
                /** @description Views of the period that a post needs at least; 10 unless given */
                floor?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The numbers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            rank: number;
                            /** Format: uuid */
                            post_uuid: string;
                            current: number;
                            previous: number;
                            increase: number;
                        }[];
                        meta: {
                            /** @enum {string} */
                            period: "7d" | "30d";
                            /** Format: date */
                            from: string;
                            /** Format: date */
                            to: string;
                            /** Format: date */
                            previous_from: string;
                            /** Format: date */
                            previous_to: string;
                            limit: number;
                            floor: number;
                            /** @enum {string} */
                            timezone: "UTC";
                            /**
                             * Format: date-time
                             * @description When the numbers were read
                             */
                            as_of: string;
                            /**
                             * @description The database is away: these are the last numbers that could be read
                             * @enum {boolean}
                             */
                            stale?: true;
                        };
                    };
                    "text/csv": string;
                };
            };
            /** @description The numbers are those of `If-None-Match` */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, as RFC 9457 has it */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, as RFC 9457 has it */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStats: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The numbers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Posts that were seen at least once */
                            posts: number;
                            /** @description Of all posts and days */
                            views: number;
                            views_today: number;
                            /**
                             * Format: date-time
                             * @description When the newest view that is stored happened
                             */
                            newest_event_at: string | null;
                            /** @description The oldest UTC day whose views are kept one by one */
                            oldest_raw_day: string | null;
                        };
                        meta: {
                            /** @enum {string} */
                            timezone: "UTC";
                            /**
                             * Format: date-time
                             * @description When the numbers were read
                             */
                            as_of: string;
                            /**
                             * @description The database is away: these are the last numbers that could be read
                             * @enum {boolean}
                             */
                            stale?: true;
                        };
                    };
                };
            };
            /** @description The numbers are those of `If-None-Match` */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, as RFC 9457 has it */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description What is wrong, as RFC 9457 has it */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
